// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.AutoGradMode;

/**
 * Switches gradient recording of the current thread, for the lifetime of the guard. Guards close on the thread that
 * made them, in reverse order. LibTorch keeps the mode by platform thread, so a virtual thread, which may change its
 * carrier, is refused.
 */
public final class Autograd implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final AutoGradMode guard;

    private Autograd(boolean enabled) {
        if (thread.isVirtual()) {
            throw new TensorException("Autograd: expected a platform thread, found a virtual one");
        }
        LibTorch.load();
        this.guard = new AutoGradMode(enabled);
        guard.retainReference(); // a scope closed before this guard must not restore the mode early
    }

    /** Nothing computed under this guard is recorded: inference, optimizer updates. */
    public static Autograd disabled() {
        return new Autograd(false);
    }

    /** Operations on tensors that require gradients are recorded (LibTorch's default). */
    public static Autograd enabled() {
        return new Autograd(true);
    }

    /**
     * Restores the mode that was in force when the guard was made. Closing twice is allowed.
     *
     * @throws TensorException on another thread, whose mode it would change
     */
    @Override
    public void close() {
        if (Thread.currentThread() != thread) {
            throw new TensorException("Autograd: guard of thread " + thread.getName() + ", closed on "
                    + Thread.currentThread().getName());
        }
        guard.deallocate();
    }
}
