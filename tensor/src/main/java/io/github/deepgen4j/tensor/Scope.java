// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;

/**
 * The lifetime of native memory: every tensor made while a scope is the innermost one of its thread is released when
 * that scope closes. {@link #keep} moves a tensor exactly one level up; {@link Tensor#own} takes it out of all scopes.
 *
 * <p>A scope belongs to the thread that opened it and scopes close in reverse order of opening: another thread or
 * another order is refused with a {@link TensorException}. What one thread makes never enters the scope of another, so
 * any number of threads may work side by side, each in scopes of its own; {@link Tensor} says how a tensor is handed
 * over.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<ArrayDeque<Scope>> STACK = ThreadLocal.withInitial(ArrayDeque::new);
    private static final AtomicLong LIVE = new AtomicLong();
    private static final ThreadLocal<Thread> WAITING = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final PointerScope pointers = new PointerScope();
    private List<Handle> handles = new ArrayList<>();

    private Scope() {}

    /** Opens a scope on this thread; close it with try-with-resources. */
    public static Scope open() {
        LibTorch.load();
        Scope scope = new Scope();
        STACK.get().push(scope);
        return scope;
    }

    /** Number of tensors and packed weights of this process that have not been released, owned ones included. */
    public static long liveHandles() {
        return LIVE.get();
    }

    /**
     * Moves a tensor to the enclosing scope, or makes it {@linkplain Tensor#own owned} when there is none. A tensor
     * that is owned or of an outer scope outlives this one anyway and stays what it is.
     *
     * @return the same tensor
     * @throws TensorException if the tensor is closed or of another thread, or if this scope is not the innermost
     */
    public Tensor keep(Tensor tensor) {
        checkInnermost("keep");
        Handle handle = tensor.handle();
        handle.checkUsable("keep");
        if (handle.scope() != this) {
            return tensor;
        }
        Scope enclosing = enclosing();
        if (enclosing == null) {
            return tensor.own();
        }
        forget(handle);
        enclosing.pointers.attach(handle.raw());
        enclosing.handles.add(handle);
        handle.moveTo(enclosing);
        return tensor;
    }

    /**
     * Releases every tensor of this scope that was not kept or owned. Closing twice is allowed.
     *
     * @throws TensorException on another thread, or while an inner scope is open
     */
    @Override
    public void close() {
        if (thread == Thread.currentThread() && handles == null) {
            return;
        }
        checkInnermost("close");
        STACK.get().pop();
        handles.forEach(Handle::released);
        LIVE.addAndGet(-handles.size());
        handles = null;
        pointers.close();
    }

    static Scope innermost(String operation) {
        Scope scope = STACK.get().peek();
        if (scope == null) {
            throw new TensorException(operation + ": no Scope is open on thread "
                    + Thread.currentThread().getName());
        }
        return scope;
    }

    void adopt(Handle handle) {
        handles.add(handle);
        LIVE.incrementAndGet();
    }

    /** Takes a handle out of this scope without releasing it; it stays counted as live and has one reference. */
    void disown(Handle handle) {
        forget(handle);
        handle.raw().retainReference();
        pointers.detach(handle.raw());
    }

    private void forget(Handle handle) {
        handles.remove(handles.lastIndexOf(handle)); // usually among the last
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread() || thread == WAITING.get();
    }

    /** True inside {@link #workFor} on a thread other than the one that waits. */
    static boolean worksForAnother() {
        Thread waiting = WAITING.get();
        return waiting != null && waiting != Thread.currentThread();
    }

    /**
     * Work that this thread does for another one, which waits meanwhile, may use that one's tensors: the backward pass
     * on a GPU runs in threads of LibTorch.
     */
    static void workFor(Thread waiting, Runnable work) {
        Thread before = WAITING.get();
        WAITING.set(waiting);
        try {
            work.run();
        } finally {
            WAITING.set(before);
        }
    }

    String threadName() {
        return thread.getName();
    }

    /** Counts something native that is no tensor and belongs to no scope. */
    static void madeOne() {
        LIVE.incrementAndGet();
    }

    static void releasedOne() {
        LIVE.decrementAndGet();
    }

    private Scope enclosing() {
        var iterator = STACK.get().iterator();
        iterator.next();
        return iterator.hasNext() ? iterator.next() : null;
    }

    private void checkInnermost(String operation) {
        if (Thread.currentThread() != thread) {
            throw new TensorException("Scope." + operation + ": opened on thread " + thread.getName() + ", used on "
                    + Thread.currentThread().getName());
        }
        if (STACK.get().peek() != this) {
            throw new TensorException("Scope." + operation + ": an inner scope is still open, or this one is closed");
        }
    }
}
