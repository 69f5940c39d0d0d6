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
 * <p>Scopes belong to the thread that opened them and close in reverse order of opening.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<ArrayDeque<Scope>> STACK = ThreadLocal.withInitial(ArrayDeque::new);
    private static final AtomicLong LIVE = new AtomicLong();

    private final Thread thread = Thread.currentThread();
    private final PointerScope pointers = new PointerScope();
    private List<Tensor> tensors = new ArrayList<>();

    private Scope() {}

    /** Opens a scope on this thread; close it with try-with-resources. */
    public static Scope open() {
        Scope scope = new Scope();
        STACK.get().push(scope);
        return scope;
    }

    /** Number of tensors of this process that have not been released, owned ones included. */
    public static long liveHandles() {
        return LIVE.get();
    }

    /**
     * Moves a tensor to the enclosing scope, or makes it {@linkplain Tensor#own owned} when there is none.
     *
     * @return the same tensor
     * @throws TensorException if the tensor is closed or is not of this scope
     */
    public Tensor keep(Tensor tensor) {
        checkInnermost("keep");
        if (tensor.scope() != this) {
            if (tensor.isClosed()) {
                throw new TensorException("keep: tensor is already closed");
            }
            return tensor; // owned, or already of an outer scope: lives longer than this scope anyway
        }
        Scope enclosing = enclosing();
        if (enclosing == null) {
            return tensor.own();
        }
        forget(tensor);
        enclosing.pointers.attach(tensor.pointer());
        enclosing.tensors.add(tensor);
        tensor.moveTo(enclosing);
        return tensor;
    }

    /** Releases every tensor of this scope that was not kept or owned. */
    @Override
    public void close() {
        if (tensors == null) {
            return;
        }
        checkInnermost("close");
        STACK.get().pop();
        for (Tensor tensor : tensors) {
            tensor.released();
        }
        LIVE.addAndGet(-tensors.size());
        tensors = null;
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

    void adopt(Tensor tensor) {
        tensors.add(tensor);
        LIVE.incrementAndGet();
    }

    /** Takes a tensor out of this scope without releasing it; it stays counted as live. */
    void disown(Tensor tensor) {
        forget(tensor);
    }

    private void forget(Tensor tensor) {
        tensors.remove(tensors.lastIndexOf(tensor)); // usually among the last
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    String threadName() {
        return thread.getName();
    }

    static void releasedOwned() {
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
