// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Work for the thread of a model, and its result. Whoever ends the result early, by cancelling it or by a time-out,
 * gives the work up: it does not begin, or ends when it next asks.
 *
 * @param <M> the model
 * @param <T> the result
 */
final class Job<M, T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final BiFunction<M, BooleanSupplier, T> work;
    private final Executor completer;
    private volatile boolean failed;

    /**
     * @param work is given the model, and a question whether to give up
     * @param completer runs what depends on the result
     */
    Job(BiFunction<M, BooleanSupplier, T> work, Executor completer) {
        this.work = work;
        this.completer = completer;
    }

    CompletableFuture<T> result() {
        return result;
    }

    /** Does the work; failures, errors of the virtual machine among them, are those of this job alone. */
    void run(M model) {
        if (unwanted()) {
            return;
        }
        try {
            T value = work.apply(model, this::unwanted);
            complete(() -> result.complete(value));
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends it with a failure, whether it runs or waits. */
    void fail(Throwable failure) {
        failed = true;
        complete(() -> result.completeExceptionally(failure));
    }

    private boolean unwanted() {
        return failed || result.isDone();
    }

    private void complete(Runnable completion) {
        try {
            completer.execute(completion);
        } catch (Throwable e) { // no memory for another thread: whoever waits must learn of the end all the same
            completion.run();
        }
    }
}
