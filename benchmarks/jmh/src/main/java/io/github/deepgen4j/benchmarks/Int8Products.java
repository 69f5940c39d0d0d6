// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.PackedInt8;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Linear layers in float32, bf16 and int8 at the sizes of DeepGen 1.0: GFLOP/s, quantisation of the activations
 * included. Counts processor time of this thread, so run it with {@code OMP_NUM_THREADS=1}; each figure is the best of
 * several runs. Argument: runs, default 5.
 */
public final class Int8Products {
    /** Rows, in, out: feed-forward and attention of the transformer, an MLP of the language model. */
    private static final long[][] SHAPES = {
        {2432, 1536, 6144}, {2432, 1536, 1536}, {2432, 6144, 1536}, {384, 2048, 11008},
        {384, 11008, 2048}, {2, 1536, 9216}
    };

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private Int8Products() {}

    /** Prints one line a shape. */
    public static void main(String[] arguments) {
        int runs = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        System.out.printf(Locale.ROOT, "weights of %d bits%n", PackedInt8.weightBits());
        System.out.printf(Locale.ROOT, "%18s %8s %8s %8s%n", "", "f32", "bf16", "int8");
        for (long[] shape : SHAPES) {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled();
                    var rng = Rng.seeded(1)) {
                Tensor x = rng.normal(shape[0], shape[1]);
                Tensor weight = rng.normal(shape[2], shape[1]).mul(0.02);
                Tensor narrowX = x.to(DType.BF16);
                Tensor narrow = weight.to(DType.BF16);
                try (PackedInt8 packed = PackedInt8.of(Int8Matrix.of(weight))) {
                    System.out.printf(
                            Locale.ROOT,
                            "%5dx%5dx%6d %8.0f %8.0f %8.0f%n",
                            shape[0],
                            shape[1],
                            shape[2],
                            speed(shape, runs, () -> linear(x, weight, null)),
                            speed(shape, 1, () -> linear(narrowX, narrow, null)),
                            speed(shape, runs, () -> packed.product(x, null)));
                }
            }
        }
    }

    private static double speed(long[] shape, int runs, Runnable product) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i <= runs; i++) {
            try (var _ = Scope.open()) {
                long start = THREAD.getCurrentThreadCpuTime();
                product.run();
                long time = THREAD.getCurrentThreadCpuTime() - start;
                best = i == 0 ? best : Math.min(best, time); // the first compiles kernels
            }
        }
        return 2.0 * shape[0] * shape[1] * shape[2] / best;
    }
}
