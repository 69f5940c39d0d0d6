// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.Arrays;

/**
 * PyTorch's normals of a CUDA generator, without CUDA: the same seed gives the values of {@code torch.randn(shape,
 * generator=torch.Generator("cuda").manual_seed(seed))} to about six digits (spec/model.md section 8.3; Philox4x32-10
 * of Salmon et al. 2011, Box-Muller as in cuRAND). The reference draws its noise this way and rounds it to bf16.
 *
 * <p>A draw of more than {@code 256 * residentBlocks} values depends on the size of the GPU that is imitated. Threads
 * that share one stream draw one after another, in no fixed order. Holds no native memory.
 */
public final class Philox {
    /**
     * Blocks of 256 threads resident at once on an H100 with 132 multiprocessors: draws of up to 270,336 values are
     * alike.
     */
    public static final int H100_BLOCKS = 132 * 8;

    private static final int BLOCK = 256;
    private static final int ROUNDS = 10;
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;

    // cuRAND's constants, in its float arithmetic.
    private static final float UNIT = 0x1p-32f;
    private static final float ANGLE = 2.3283064e-10f * 6.2831855f;

    private final long seed;
    private final int residentBlocks;
    private long calls; // of the generator, by every thread of the GPU

    private Philox(long seed, int residentBlocks) {
        if (residentBlocks < 1) {
            throw new IllegalArgumentException("Philox expected at least 1 resident block, found " + residentBlocks);
        }
        this.seed = seed;
        this.residentBlocks = residentBlocks;
    }

    /** The stream of a freshly seeded generator on an H100. */
    public static Philox seeded(long seed) {
        return new Philox(seed, H100_BLOCKS);
    }

    /**
     * The stream of a freshly seeded generator on another GPU.
     *
     * @param residentBlocks multiprocessors times (resident threads of one / 256)
     */
    public static Philox seeded(long seed, int residentBlocks) {
        return new Philox(seed, residentBlocks);
    }

    /** The next standard normal float32 values, in the innermost scope; at most 2^31 - 1. */
    public synchronized Tensor normal(long... shape) {
        int count = count(shape);
        int threads = BLOCK * Math.min((count + BLOCK - 1) / BLOCK, residentBlocks);
        float[] values = new float[count];
        // Thread t of pass p holds the elements 4 p T + c T + t for c = 0..3, T threads in all.
        long passes = 0;
        for (long first = 0; first < count; first += 4L * threads, passes++) {
            for (int thread = 0; thread < Math.min(threads, count - first); thread++) {
                int[] words = words(seed, calls + passes, thread);
                for (int pair = 0; pair < 4; pair += 2) {
                    long at = first + (long) pair * threads + thread;
                    if (at < count) {
                        float radius = radius(words[pair]);
                        double angle = Math.fma(unsigned(words[pair + 1]), ANGLE, ANGLE / 2);
                        values[(int) at] = radius * (float) Math.sin(angle);
                        if (at + threads < count) {
                            values[(int) (at + threads)] = radius * (float) Math.cos(angle);
                        }
                    }
                }
            }
        }
        Tensor drawn = Tensor.of(values, shape);
        calls += passes;
        return drawn;
    }

    private static int count(long... shape) {
        if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new TensorException("normal: a size is negative in " + Arrays.toString(shape));
        }
        try {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        } catch (ArithmeticException e) {
            throw new TensorException("normal: more than 2^31 - 1 values in shape " + Arrays.toString(shape), e);
        }
    }

    private static float radius(int word) {
        float u = unsigned(word) * UNIT + UNIT / 2;
        return (float) Math.sqrt(-2f * (float) Math.log(u));
    }

    private static float unsigned(int word) {
        return Integer.toUnsignedLong(word);
    }

    /** The four words of one call by one thread. */
    static int[] words(long seed, long call, long thread) {
        return words(
                (int) seed, (int) (seed >>> 32), (int) call, (int) (call >>> 32), (int) thread, (int) (thread >>> 32));
    }

    /** Philox4x32-10 of a key (k0, k1) and a counter (c0..c3). */
    static int[] words(int k0, int k1, int c0, int c1, int c2, int c3) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(M0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(M1) * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c1 = (int) product1;
            c3 = (int) product0;
            k0 += W0;
            k1 += W1;
        }
        return new int[] {c0, c1, c2, c3};
    }
}
