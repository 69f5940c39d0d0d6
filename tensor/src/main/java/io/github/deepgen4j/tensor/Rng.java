// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A seeded stream of random numbers: PyTorch's CPU generator (Mersenne Twister), so that the same seed gives the same
 * values as {@code torch.Generator().manual_seed(seed)}. Not for use by two threads at once. Close it when done.
 */
public final class Rng implements AutoCloseable {
    private final Generator generator;

    private Rng(long seed) {
        this.generator = torch.make_generator_cpu(seed);
        generator.retainReference(); // outlives the scope it was made in
    }

    public static Rng seeded(long seed) {
        return new Rng(seed);
    }

    /** Begins LibTorch's own stream anew, from which {@link Tensor#dropout} draws. */
    public static void seedGlobal(long seed) {
        torch.manual_seed(seed);
    }

    /** Standard normal float32 values. */
    public Tensor normal(long... shape) {
        return Tensor.call(
                "normal",
                () -> torch.randn(shape, new GeneratorOptional(generator), new TensorOptions(DType.F32.raw())));
    }

    /** Uniform float32 values in [0, 1). */
    public Tensor uniform(long... shape) {
        return Tensor.call(
                "uniform",
                () -> torch.rand(shape, new GeneratorOptional(generator), new TensorOptions(DType.F32.raw())));
    }

    /** A random permutation of 0..n-1, as {@code I64}. */
    public Tensor permutation(long n) {
        return Tensor.call(
                "permutation",
                () -> torch.randperm(n, new GeneratorOptional(generator), new TensorOptions(DType.I64.raw())));
    }

    /** The whole state, to be given to {@link #restore}. */
    public byte[] state() {
        try (var _ = Scope.open()) {
            return Tensor.call("state", generator::get_state).storedBytes();
        }
    }

    /** Continues exactly where the generator that gave this state stood. */
    public void restore(byte[] state) {
        try (var _ = Scope.open()) {
            generator.set_state(Tensor.of(state, state.length).live("restore"));
        } catch (RuntimeException e) {
            throw new TensorException("restore: " + state.length + " bytes are not the state of a CPU generator", e);
        }
    }

    @Override
    public void close() {
        generator.deallocate();
    }
}
