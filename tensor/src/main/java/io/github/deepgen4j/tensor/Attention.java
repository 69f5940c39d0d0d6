// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention as matrix products and a softmax, some heads at a time. This build of LibTorch multiplies bf16 inside its fused
 * kernel one number after the other, up to 80 times slower than its products of whole bf16 matrices, which use the
 * processor's bf16 instructions.
 *
 * <p>Scores are rounded to bf16, which the fused kernel does not do. What all keys have in common adds the same to every
 * score of a row, so it changes no share, but it can make scores large and their rounding coarse (Qwen's key biases do):
 * the mean key is therefore taken off first.
 */
final class Attention {
    /** Bytes of scores that are held at once. */
    private static final long SCORES = 32 << 20;

    /** Multiply-adds of the scores from which on the products take less time than the fused kernel; measured. */
    private static final long WORK = 1 << 18;

    /** About the lowest number that bf16 has. */
    private static final double LOWEST = -3.38e38;

    private Attention() {}

    static boolean byProductsIsFaster(Tensor q, Tensor k) {
        return q.dtype() == DType.BF16
                && q.onCpu()
                && q.rank() == 4
                && k.rank() == 4
                && q.size(0) * q.size(1) * q.size(2) * q.size(3) * k.size(2) >= WORK;
    }

    /** Arguments and result as {@link Tensor#attention}. */
    static Tensor byProducts(Tensor q, Tensor k, Tensor v, Tensor mask, double scale) {
        long heads = q.size(1);
        long bytesOfAHead = q.size(0) * q.size(2) * k.size(2) * q.dtype().bytes();
        long together = Math.clamp(SCORES / Math.max(1, bytesOfAHead), 1, heads);
        Tensor forbidden = mask == null ? null : mask.eq(0);
        Tensor queries = q.mul(scale);
        // Copied as they are here; transposed, the products would copy them number by number.
        Tensor keys = k.contiguous();
        Tensor centred = keys.sub(keys.mean(2, true));
        List<Tensor> parts = new ArrayList<>();
        for (long head = 0; head < heads; head += together) {
            long count = Math.min(together, heads - head);
            Tensor forbiddenHere =
                    forbidden == null || forbidden.size(1) == 1 ? forbidden : forbidden.narrow(1, head, count);
            try (var scope = Scope.open()) {
                parts.add(scope.keep(heads(
                        queries.narrow(1, head, count),
                        centred.narrow(1, head, count),
                        v.narrow(1, head, count),
                        forbiddenHere)));
            }
        }
        Tensor result = parts.size() == 1 ? parts.getFirst() : Tensor.cat(1, parts);
        return mask == null
                ? result
                : result.maskedFill(mask.to(DType.F32).sum(-1, true).eq(0), 0);
    }

    /** A row that may attend nowhere gives the mean of all values, not NaN: its gradients are finite. */
    private static Tensor heads(Tensor q, Tensor k, Tensor v, Tensor forbidden) {
        Tensor scores = q.matmul(k.transpose(2, 3));
        return (forbidden == null ? scores : scores.maskedFill(forbidden, LOWEST))
                .softmax(-1)
                .matmul(v);
    }

    /** BOOL (1, 1, L, S): key j for query i where j &lt;= i. */
    static Tensor causalMask(Tensor q, Tensor k) {
        Tensor keys = Tensor.arange(k.size(2)).reshape(1, 1, 1, -1);
        return keys.le(Tensor.arange(q.size(2)).reshape(1, 1, -1, 1));
    }
}
