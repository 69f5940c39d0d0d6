// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.layers;

import static io.github.deepgen4j.tensor.Functional.scaledDotProductAttention;

import io.github.deepgen4j.tensor.Functional;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Cutting the width axis into attention heads and putting it together again. B batch, L tokens, H heads, d head width.
 */
public final class Heads {
    private Heads() {}

    /** (B, L, H*d) -> (B, H, L, d) */
    public static Tensor split(Tensor x, int heads) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    /** (B, H, L, d) -> (B, L, H*d) */
    public static Tensor merge(Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }

    /** softmax(q k^T / sqrt(d) + mask) v, every head for itself; see {@link Functional#scaledDotProductAttention}. */
    public static Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask) {
        return scaledDotProductAttention(q, k, v, mask, false, Math.pow(q.size(3), -0.5));
    }

    /** Attention in which row i sees keys 0..i only. */
    public static Tensor attendCausally(Tensor q, Tensor k, Tensor v) {
        return scaledDotProductAttention(q, k, v, null, true, Math.pow(q.size(3), -0.5));
    }
}
