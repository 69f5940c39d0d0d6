// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads inside an owned tensor: any number of readers, or one change. Closing lets those inside finish; whoever
 * leaves last releases the memory. Without this a tensor closed by one thread would be freed under the native call of
 * another.
 */
final class Sharing {
    private static final int CLOSED = 1 << 30;
    private static final int CHANGING = 1 << 29;

    /** The two flags, and the number of readers below them. */
    private final AtomicInteger state = new AtomicInteger();

    void enterReading(String operation) {
        int before = state.getAndUpdate(now -> now < CHANGING ? now + 1 : now);
        refuseClosed(operation, before);
        if (before >= CHANGING) {
            throw new TensorException(operation + ": another thread is changing the tensor");
        }
    }

    /** Returns true when the caller must release the memory. */
    boolean leaveReading() {
        return state.decrementAndGet() == CLOSED;
    }

    void enterChange(String operation) {
        int before = state.getAndUpdate(now -> now == 0 ? CHANGING : now);
        refuseClosed(operation, before);
        if (before != 0) {
            throw new TensorException(
                    operation + ": another thread is using the tensor; it cannot be changed meanwhile");
        }
    }

    /** Returns true when the caller must release the memory. */
    boolean leaveChange() {
        return state.addAndGet(-CHANGING) == CLOSED;
    }

    /** Returns true when the caller must release the memory: nobody is inside and it was not closed before. */
    boolean close() {
        return state.getAndUpdate(now -> now | CLOSED) == 0;
    }

    boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    private static void refuseClosed(String operation, int state) {
        if ((state & CLOSED) != 0) {
            throw new TensorException(operation + ": the tensor is closed");
        }
    }
}
