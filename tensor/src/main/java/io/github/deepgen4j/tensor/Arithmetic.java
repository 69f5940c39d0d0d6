// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

/**
 * The measured speed of matrix products on the {@linkplain Device#getDefault() default device}. Processors with
 * AVX512-BF16 or AMX multiply bf16 several times faster than float32, those without 6 to 140 times slower, and no flag
 * says how LibTorch will do: so it is measured, once a process.
 */
public final class Arithmetic {
    private static final int PROBE = 512;
    private static final int SMALLEST = 128;
    private static final int TRIES = 3;
    private static final double PATIENCE = 2; // seconds; some LibTorch builds multiply bf16 one by one

    private Arithmetic() {}

    private static final class Measured {
        private static final double FLOAT32 = gigaflops(DType.F32, PROBE);
        private static final double BFLOAT16 = gigaflops(DType.BF16, PROBE);
    }

    /**
     * True when a product of bf16 matrices takes less time than one of float32 matrices. Takes some milliseconds at
     * first.
     */
    public static boolean bf16IsFaster() {
        return Measured.BFLOAT16 > Measured.FLOAT32;
    }

    /**
     * Measured speed of a product of square matrices of 512 in the given type (F32 or BF16), in 10^9 operations a
     * second.
     */
    public static double measuredGigaflops(DType type) {
        return type == DType.BF16 ? Measured.BFLOAT16 : Measured.FLOAT32;
    }

    /**
     * Speed of a product of square matrices, in 10^9 operations a second, measured now. Large ones (2048) come near to
     * what the processor can do; where a type is so slow that they would take seconds, a smaller one is measured.
     *
     * @param side of the largest matrices
     */
    public static double gigaflops(DType type, int side) {
        int measured = Math.min(SMALLEST, side);
        double speed = speed(type, measured);
        while (measured < side && seconds(2 * measured, speed) * (TRIES + 1) < PATIENCE) {
            measured = Math.min(2 * measured, side);
            speed = speed(type, measured);
        }
        return speed;
    }

    private static double seconds(int side, double speed) {
        return 2.0 * side * side * side / (speed * 1e9);
    }

    private static double speed(DType type, int side) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Tensor a = Tensor.full(0.5, type, side, side);
            a.matmul(a); // compiles kernels, starts threads
            Device.getDefault().synchronize();
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                a.matmul(a);
                Device.getDefault().synchronize();
                best = Math.min(best, System.nanoTime() - start);
            }
            return 2.0 * side * side * side / best;
        }
    }
}
