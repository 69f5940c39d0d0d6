// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A seeded stream of random numbers: PyTorch's CPU generator (Mersenne Twister), so that the same seed gives the same
 * values as {@code torch.Generator().manual_seed(seed)}, on whatever device they are then put. Threads that share one
 * draw one after another, in no fixed order, so give each its own. Draws belong to the innermost scope. Close it when
 * done.
 */
public final class Rng implements AutoCloseable {
    private final Generator generator;
    private boolean closed;

    private Rng(long seed) {
        this.generator = torch.make_generator_cpu(seed);
        generator.retainReference(); // outlives the scope it was made in
    }

    /** A stream that begins at the seed; all 64 bits may be used, the Mersenne Twister takes the low 32. */
    public static Rng seeded(long seed) {
        LibTorch.load();
        return new Rng(seed);
    }

    /** Begins LibTorch's own stream anew, from which {@link Functional#dropout} draws. */
    public static void seedGlobal(long seed) {
        LibTorch.load();
        torch.manual_seed(seed);
    }

    /**
     * Standard normal float32 values, as {@code torch.randn}: PyTorch draws 16 or more values in another way than
     * fewer.
     */
    public synchronized Tensor normal(long... shape) {
        checkOpen("normal");
        return Operation.call(
                        "normal",
                        () -> torch.randn(shape, new GeneratorOptional(generator), new TensorOptions(DType.F32.raw())))
                .toDefaultDevice();
    }

    /** Uniform float32 values in [0, 1). */
    public synchronized Tensor uniform(long... shape) {
        checkOpen("uniform");
        return Operation.call(
                        "uniform",
                        () -> torch.rand(shape, new GeneratorOptional(generator), new TensorOptions(DType.F32.raw())))
                .toDefaultDevice();
    }

    /** A random permutation of 0..n-1, as {@code I64}. */
    public synchronized Tensor permutation(long n) {
        checkOpen("permutation");
        return Operation.call(
                        "permutation",
                        () -> torch.randperm(n, new GeneratorOptional(generator), new TensorOptions(DType.I64.raw())))
                .toDefaultDevice();
    }

    /** The whole state, to be given to {@link #restore}. */
    public synchronized byte[] state() {
        checkOpen("state");
        try (var _ = Scope.open()) {
            return Operation.call("state", generator::get_state).storedBytes();
        }
    }

    /**
     * Continues exactly where the generator that gave this state stood.
     *
     * @throws TensorException if the bytes are not such a state; the generator then stays as it was
     */
    public synchronized void restore(byte[] state) {
        checkOpen("restore");
        try (var _ = Scope.open()) {
            generator.set_state(Tensor.of(state, state.length).to(Device.CPU).raw("restore"));
        } catch (RuntimeException e) {
            throw new TensorException("restore: " + state.length + " bytes are not the state of a CPU generator", e);
        }
    }

    /** Releases the native generator. Closing twice is allowed; a closed generator refuses to draw. */
    @Override
    public synchronized void close() {
        closed = true;
        generator.deallocate();
    }

    private void checkOpen(String operation) {
        if (closed) {
            throw new TensorException(operation + ": the random generator is closed");
        }
    }
}
