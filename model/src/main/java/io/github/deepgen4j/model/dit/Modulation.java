// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Shift, scale and gate of one sub-layer f of a block (spec/model.md section 6.4), each (B, 1, D):
 * {@code x + gate * f(LN(x) * (1 + scale) + shift)}.
 */
record Modulation(Tensor shift, Tensor scale, Tensor gate) {
    /** Epsilon of the transformer's layer norms, which have no weights of their own. */
    static final double NORM_EPS = 1e-6;

    /** LN(x) (B, N, D) -> (B, N, D), the sub-layer's input */
    Tensor modulate(Tensor normalised) {
        return modulate(normalised, shift, scale);
    }

    /** The sub-layer's output (B, N, D), times the gate -> (B, N, D), to be added to x */
    Tensor gated(Tensor output) {
        return gate.mul(output);
    }

    /** normalised * (1 + scale) + shift */
    static Tensor modulate(Tensor normalised, Tensor shift, Tensor scale) {
        return normalised.mul(scale.add(1)).add(shift);
    }
}
