// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.change;
import static io.github.deepgen4j.tensor.Operation.use;

import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * Backward passes and the gradients that they leave at the leaves. Passes may run side by side; reading, replacing and
 * forgetting gradients waits for all of them. {@link Tensor} has the public methods and says what they do.
 */
final class Gradients {
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

    private Gradients() {}

    static void require(Tensor leaf, boolean required) {
        change("requireGrad", leaf, () -> {
            if (!leaf.raw().is_leaf()) { // LibTorch would accept it and change nothing
                throw new IllegalArgumentException("expected a leaf, found the result of recorded operations");
            }
            leaf.raw().set_requires_grad(required);
        });
    }

    static void backward(Tensor scalar) {
        locked(LOCK.readLock(), () -> {
            pass(scalar, new org.bytedeco.pytorch.Tensor(), scalar);
            return null;
        });
    }

    /**
     * Adds to every leaf the gradient that arrives when {@code gradient}, of the result's shape, arrives at the result.
     */
    static void backward(Tensor result, Tensor gradient) {
        Supplier<Void> pass = () -> {
            pass(result, gradient.raw(), result, gradient);
            return null;
        };
        if (Scope.worksForAnother()) { // which waits in a pass of its own and holds the lock
            pass.get();
        } else {
            locked(LOCK.readLock(), pass);
        }
    }

    private static void pass(Tensor result, org.bytedeco.pytorch.Tensor gradient, Tensor... operands) {
        try (var _ = Scope.open()) {
            use(
                    "backward",
                    () -> {
                        result.raw().backward(gradient, new BoolOptional(false), false, new TensorArrayRefOptional());
                        return null;
                    },
                    operands);
        }
    }

    static Tensor of(Tensor leaf) {
        return locked(LOCK.writeLock(), () -> ofOwnLeaf(leaf));
    }

    /** The gradient of a leaf that no other thread knows; may be called from inside a backward pass. */
    static Tensor ofOwnLeaf(Tensor leaf) {
        Scope scope = Scope.innermost("grad");
        return use(
                "grad",
                () -> {
                    if (!leaf.raw().is_leaf()) { // LibTorch keeps none, and prints a warning when asked
                        return null;
                    }
                    var gradient = leaf.raw().grad(); // borrowed from the leaf: copy the handle
                    return gradient.defined() ? new Tensor(new org.bytedeco.pytorch.Tensor(gradient), scope) : null;
                },
                leaf);
    }

    static void clear(Tensor leaf) {
        locked(
                LOCK.writeLock(),
                () -> change(
                        "clearGrad", leaf, () -> leaf.raw().mutable_grad().put(new org.bytedeco.pytorch.Tensor())));
    }

    static void set(Tensor leaf, Tensor gradient) {
        locked(
                LOCK.writeLock(),
                () -> change(
                        "setGrad",
                        leaf,
                        () -> {
                            if (gradient.dtype() != DType.of(leaf.raw().scalar_type())
                                    || !Arrays.equals(
                                            gradient.handle().sizes(),
                                            leaf.handle().sizes())) {
                                throw new IllegalArgumentException("expected a gradient like its tensor");
                            }
                            leaf.raw().mutable_grad().put(gradient.raw());
                        },
                        gradient));
    }

    private static <T> T locked(Lock lock, Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
