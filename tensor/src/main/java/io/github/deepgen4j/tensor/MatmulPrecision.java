// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * The precision of float32 matrix products on the processor, under the names of
 * {@code torch.set_float32_matmul_precision}. The setting is the whole process's. Stored values, sums and everything
 * that is no product stay float32.
 */
public enum MatmulPrecision {
    /** Every product in float32. */
    HIGHEST(torch.Float32Precision.IEEE),
    /**
     * Factors are rounded to bf16 and their products added in float32, on processors that multiply bf16 in hardware; on
     * others as {@link #HIGHEST}. On a GPU as {@link #HIGHEST}, too.
     */
    MEDIUM(torch.Float32Precision.BF16);

    private static volatile MatmulPrecision current = HIGHEST;

    private final torch.Float32Precision torchPrecision;

    MatmulPrecision(torch.Float32Precision torchPrecision) {
        this.torchPrecision = torchPrecision;
    }

    /** The setting that holds now; at first {@link #HIGHEST}. */
    public static MatmulPrecision current() {
        return current;
    }

    /** Holds, in all threads, until the result is closed; then what held before. */
    public Use use() {
        MatmulPrecision before = current;
        set(this);
        return () -> set(before);
    }

    private static void set(MatmulPrecision precision) {
        LibTorch.load();
        torch.globalContext()
                .setFloat32Precision(torch.Float32Backend.MKLDNN, torch.Float32Op.MATMUL, precision.torchPrecision);
        current = precision;
    }

    /** Ends what {@link #use} began. */
    @FunctionalInterface
    public interface Use extends AutoCloseable {
        @Override
        void close();
    }
}
