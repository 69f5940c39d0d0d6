// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.CancelledException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a model computes, and the queue of the jobs that wait for it: first come, first served.
 * LibTorch keeps modes and worker threads by platform thread, so everything native, from opening to closing, is done on
 * this one, whatever thread asks for it. A daemon; it ends when it is closed.
 *
 * @param <M> the model, which the thread opens, owns and closes
 */
final class ModelThread<M extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(ModelThread.class);

    /** For completing futures: what depends on them may take long, or wait for the model. */
    private static final Executor ELSEWHERE = completion -> Thread.ofVirtual().start(completion);

    private final Thread thread;
    private final CompletableFuture<M> opened = new CompletableFuture<>();
    private final Queue<Job<M, ?>> waiting = new ArrayDeque<>();
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private Job<M, ?> running;
    private boolean closed;

    /**
     * Starts the thread and waits until the model is open.
     *
     * @param open called on the thread; what it throws is thrown here
     * @throws CancelledException if the caller is interrupted; what was opened by then is closed
     */
    ModelThread(String name, Supplier<M> open) {
        this.thread = Thread.ofPlatform()
                .daemon()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> run(open));
        // Libraries look for their files through it; the system's own sees nothing inside the jar of a service.
        thread.setContextClassLoader(ModelThread.class.getClassLoader());
        thread.start();
        try {
            await(opened);
        } catch (CancelledException e) {
            end();
            throw e;
        }
    }

    private void run(Supplier<M> open) {
        M model;
        try {
            model = open.get();
        } catch (Throwable e) {
            opened.completeExceptionally(e);
            return;
        }
        opened.complete(model);
        for (Job<M, ?> job = next(); job != null; job = next()) {
            job.run(model);
        }
        use.writeLock().lock();
        try {
            model.close();
        } catch (Exception e) {
            LOG.warn("{}: closing failed", thread.getName(), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    /** The next job, null once closed. */
    private synchronized Job<M, ?> next() {
        running = null;
        boolean _ = Thread.interrupted(); // an interrupt that a callback left would close files under the next job
        while (!closed && waiting.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                LOG.debug("{}: somebody interrupted it", thread.getName());
            }
        }
        running = closed ? null : waiting.remove();
        return running;
    }

    /**
     * Has work done on the thread and waits for its result. A caller that is interrupted gives the work up and leaves
     * at once, its interrupt flag set.
     *
     * @param work is given the model, and a question whether to give up
     * @throws CancelledException if the caller is interrupted
     * @throws ModelClosedException if the model is closed before the work is done
     * @throws IllegalStateException on the thread itself, which would wait for itself
     */
    <T> T call(BiFunction<M, BooleanSupplier, T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("called on the thread of the model, from an observer: it would wait for"
                    + " itself; use generateAsync or editAsync there");
        }
        return await(add(new Job<>(work, Runnable::run)));
    }

    /**
     * Has work done on the thread; its result may be cancelled or timed out, which gives the work up.
     *
     * @throws ModelClosedException if the model is closed; if it is closed later, the result fails with it
     */
    <T> CompletableFuture<T> submit(BiFunction<M, BooleanSupplier, T> work) {
        return add(new Job<>(work, ELSEWHERE));
    }

    private <T> CompletableFuture<T> add(Job<M, T> job) {
        synchronized (this) {
            requireOpen();
            waiting.add(job);
            notifyAll();
        }
        CompletableFuture<Void> _ = job.result().handle((_, _) -> forget(job));
        return job.result();
    }

    /** A job that has ended need not wait any more. */
    private synchronized Void forget(Job<M, ?> job) {
        waiting.remove(job);
        return null;
    }

    /** Number of jobs that wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Asks the open model something on the calling thread that needs nothing of LibTorch; closing waits for the answer.
     *
     * @throws ModelClosedException if the model is closed
     */
    <T> T ask(Function<M, T> question) {
        use.readLock().lock();
        try {
            requireOpen();
            return question.apply(opened.join());
        } finally {
            use.readLock().unlock();
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new ModelClosedException();
        }
    }

    private static <T> T await(CompletableFuture<T> result) {
        record Outcome<T>(T value, Throwable failure) {}
        try {
            Outcome<T> outcome = result.<Outcome<T>>handle(Outcome::new).get();
            switch (outcome.failure) {
                case null -> {
                    return outcome.value;
                }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(outcome.failure);
            }
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancelledException("cancelled: the thread that waited for it was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the outcome of a job is never a failure itself", e);
        }
    }

    /**
     * Fails all jobs with {@link ModelClosedException}, and waits until the running one has given up and the model is
     * closed; on the thread itself that happens when the caller returns. Closing twice is allowed.
     */
    void close() {
        end();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // half closed would leave native memory behind
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        List<Job<M, ?>> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(waiting);
            if (running != null) {
                left.add(running);
            }
            waiting.clear();
            notifyAll();
        }
        left.forEach(job -> job.fail(new ModelClosedException()));
    }
}
