// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention as matrix products and a softmax, some heads at a time. This build of LibTorch multiplies bf16 inside its fused
 * kernel one number after the other (83 % of a transformer step's time), while its products of whole bf16 matrices use the
 * processor's bf16 instructions.
 */
final class Attention {
    /** Bytes of scores that are held at once. */
    private static final long SCORES = 32 << 20;

    /** Tokens from which on the fused kernel's time matters more than the rounding of scores. */
    private static final long LONG = 256;

    private Attention() {}

    static boolean byProductsIsFaster(Tensor q) {
        return q.rank() == 4 && q.size(2) >= LONG && q.dtype() == DType.BF16 && q.onCpu();
    }

    /** Arguments and result as {@link Tensor#attention}. Scores are rounded to the type of q, as PyTorch's "math" kernel does. */
    static Tensor byProducts(Tensor q, Tensor k, Tensor v, Tensor mask, double scale) {
        long heads = q.size(1);
        long bytesOfAHead = q.size(0) * q.size(2) * k.size(2) * q.dtype().bytes();
        long together = Math.clamp(SCORES / Math.max(1, bytesOfAHead), 1, heads);
        Tensor forbidden = mask == null ? null : mask.eq(0);
        List<Tensor> parts = new ArrayList<>();
        for (long head = 0; head < heads; head += together) {
            long count = Math.min(together, heads - head);
            Tensor forbiddenHere =
                    forbidden == null || forbidden.size(1) == 1 ? forbidden : forbidden.narrow(1, head, count);
            try (var scope = Scope.open()) {
                parts.add(scope.keep(heads(
                        q.narrow(1, head, count).mul(scale),
                        k.narrow(1, head, count),
                        v.narrow(1, head, count),
                        forbiddenHere)));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : Tensor.cat(1, parts);
    }

    private static Tensor heads(Tensor q, Tensor k, Tensor v, Tensor forbidden) {
        Tensor scores = q.matmul(k.transpose(2, 3));
        if (forbidden == null) {
            return scores.softmax(-1).matmul(v);
        }
        // A row that may attend nowhere would be NaN.
        Tensor shares = scores.maskedFill(forbidden, Double.NEGATIVE_INFINITY).softmax(-1);
        return shares.maskedFill(forbidden, 0).matmul(v);
    }

    /** BOOL (1, 1, L, S): key j for query i where j &lt;= i. */
    static Tensor causalMask(Tensor q, Tensor k) {
        Tensor keys = Tensor.arange(k.size(2)).reshape(1, 1, 1, -1);
        return keys.le(Tensor.arange(q.size(2)).reshape(1, 1, -1, 1));
    }
}
