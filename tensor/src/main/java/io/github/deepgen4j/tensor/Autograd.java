// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.AutoGradMode;

/** Switches gradient recording of the current thread, for the lifetime of the guard. */
public final class Autograd implements AutoCloseable {
    private final AutoGradMode guard;

    private Autograd(boolean enabled) {
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

    /** Restores the mode that was in force when the guard was made. */
    @Override
    public void close() {
        guard.deallocate();
    }
}
