// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention as matrix products and a softmax, a part at a time. This build of LibTorch multiplies bf16 inside its fused
 * kernel one number after the other, up to 80 times slower than its products of whole bf16 matrices, which use the
 * processor's bf16 instructions.
 *
 * <p>The scores of bf16 are rounded to bf16, which the fused kernel does not do. What all keys have in common adds the
 * same to every score of a row, so it changes no share, but it can make scores large and their rounding coarse (Qwen's
 * key biases do): the mean key is therefore taken off first.
 */
final class Attention {
    /** Bytes of scores that are held at once: some heads, or some queries of one head. */
    private static final long SCORES = 32 << 20;

    /** Multiply-adds of the scores from which on the products take less time than the fused kernel; measured. */
    private static final long WORK = 1 << 18;

    /** About the lowest number that bf16 has. */
    private static final double LOWEST = -3.38e38;

    private Attention() {}

    /** Arguments and result as {@link Functional#scaledDotProductAttention}, by what is fastest or exact there. */
    static Tensor of(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
        return byProductsIsFaster(q, k) && !(causal && mask != null)
                ? byProducts(q, k, v, causal ? causalMask(q, k) : mask, scale)
                : mask == null || causal || q.onCpu()
                        ? fused(q, k, v, mask, causal, scale)
                        : withoutEmptyRows(q, k, v, mask, scale);
    }

    /** LibTorch's own kernel, which never holds a whole matrix of scores. */
    static Tensor fused(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
        return Operation.call(
                "scaledDotProductAttention",
                () -> {
                    if (causal && mask != null) { // not every kernel of LibTorch refuses it
                        throw new IllegalArgumentException("expected a mask or causal, found both");
                    }
                    long[] keys = k.handle().sizes();
                    long[] expected = q.handle().sizes();
                    if (expected.length == 4 && keys.length == 4) {
                        expected[2] = keys[2];
                    }
                    if (expected.length != 4
                            || !Arrays.equals(keys, expected)
                            || !Arrays.equals(v.handle().sizes(), expected)) {
                        throw new IllegalArgumentException("expected q (B, H, L, d), k and v (B, H, S, d)");
                    }
                    return torch.scaled_dot_product_attention(
                            q.raw(),
                            k.raw(),
                            v.raw(),
                            mask == null ? new TensorOptional() : new TensorOptional(mask.raw()),
                            0.0,
                            causal,
                            new DoubleOptional(scale),
                            false);
                },
                q,
                k,
                v,
                mask);
    }

    private static boolean byProductsIsFaster(Tensor q, Tensor k) {
        if (!q.onCpu() || q.rank() != 4 || k.rank() != 4) {
            return false;
        }
        long scores = q.size(0) * q.size(1) * q.size(2) * k.size(2);
        return switch (q.dtype()) {
            case BF16 -> scores * q.size(3) >= WORK;
            // The fused kernel would hand oneDNN thousands of small blocks, which costs more than it saves.
            case F32 ->
                MatmulPrecision.current() == MatmulPrecision.MEDIUM
                        && scores * q.dtype().bytes() <= SCORES;
            default -> false;
        };
    }

    static Tensor byProducts(Tensor q, Tensor k, Tensor v, Tensor mask, double scale) {
        Tensor forbidden = mask == null ? null : mask.eq(0);
        Tensor queries = q.mul(scale);
        // Copied as they are here; transposed, the products would copy them number by number.
        Tensor keys = k.contiguous();
        Tensor centred = keys.sub(keys.mean(2, true));
        long rowOfScores = q.size(0) * k.size(2) * q.dtype().bytes(); // bytes, one query of one head
        long heads = Math.max(1, SCORES / (rowOfScores * q.size(2)));
        long asked = Math.clamp(SCORES / rowOfScores, 1, q.size(2)); // of one head, when a whole one is too much
        Tensor result = parts(1, q.size(1), heads, (head, count) -> {
            Tensor theirs = part(forbidden, 1, head, count);
            Tensor keysHere = centred.narrow(1, head, count);
            Tensor valuesHere = v.narrow(1, head, count);
            Tensor queriesHere = queries.narrow(1, head, count);
            return parts(
                    2,
                    q.size(2),
                    asked,
                    (query, rows) -> heads(
                            queriesHere.narrow(2, query, rows), keysHere, valuesHere, part(theirs, 2, query, rows)));
        });
        return mask == null
                ? result
                : result.maskedFill(mask.to(DType.F32).sum(-1, true).eq(0), 0);
    }

    /**
     * The fused kernels for GPUs give NaN gradients for a row that may attend nowhere: here it attends everywhere
     * first.
     */
    static Tensor withoutEmptyRows(Tensor q, Tensor k, Tensor v, Tensor mask, double scale) {
        Tensor nowhere = mask.to(DType.F32).sum(-1, true).eq(0);
        return fused(q, k, v, mask.or(nowhere), false, scale).maskedFill(nowhere, 0);
    }

    private interface Part {
        Tensor compute(long start, long count);
    }

    /**
     * The parts 0 to {@code step}, {@code step} to twice that, ... along an axis, each in a scope of its own, as one.
     */
    private static Tensor parts(int axis, long length, long step, Part part) {
        List<Tensor> parts = new ArrayList<>();
        for (long start = 0; start < length; start += step) {
            try (var scope = Scope.open()) {
                parts.add(scope.keep(part.compute(start, Math.min(step, length - start))));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : Tensor.cat(axis, parts);
    }

    /** A part of a mask along an axis that it may have once for all. */
    private static Tensor part(Tensor mask, int axis, long start, long count) {
        return mask == null || mask.size(axis) == 1 ? mask : mask.narrow(axis, start, count);
    }

    /** A row that may attend nowhere gives the mean of all values, not NaN: its gradients are finite. */
    private static Tensor heads(Tensor q, Tensor k, Tensor v, Tensor forbidden) {
        Tensor scores = q.matmul(k.transpose(2, 3));
        return Functional.softmax(forbidden == null ? scores : scores.maskedFill(forbidden, LOWEST), -1)
                .matmul(v);
    }

    /** BOOL (1, 1, L, S): key j for query i where j &lt;= i. */
    private static Tensor causalMask(Tensor q, Tensor k) {
        Tensor keys = Tensor.arange(k.size(2)).reshape(1, 1, 1, -1);
        return keys.le(Tensor.arange(q.size(2)).reshape(1, 1, -1, 1));
    }
}
