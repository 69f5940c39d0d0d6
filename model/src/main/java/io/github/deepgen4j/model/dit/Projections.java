// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** Query, key and value projections of one stream, with RMS norms per head on queries and keys. */
final class Projections {
    private static final double NORM_EPS = 1e-6;

    private final int heads;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final RmsNorm normQ;
    private final RmsNorm normK;

    private Projections(DitConfig config, Linear q, Linear k, Linear v, RmsNorm normQ, RmsNorm normK) {
        this.heads = config.heads();
        this.q = q;
        this.k = k;
        this.v = v;
        this.normQ = normQ;
        this.normK = normK;
    }

    /** to_q, to_k, to_v, norm_q, norm_k: the image stream. */
    static Projections ofImage(DitConfig config, Weights weights) {
        return named(config, weights, "to_q", "to_k", "to_v", "norm_q", "norm_k");
    }

    /** add_q_proj, add_k_proj, add_v_proj, norm_added_q, norm_added_k: the context stream. */
    static Projections ofContext(DitConfig config, Weights weights) {
        return named(config, weights, "add_q_proj", "add_k_proj", "add_v_proj", "norm_added_q", "norm_added_k");
    }

    private static Projections named(
            DitConfig config, Weights weights, String q, String k, String v, String normQ, String normK) {
        int width = config.width();
        return new Projections(
                config,
                new Linear(weights.at(q), width, width),
                new Linear(weights.at(k), width, width),
                new Linear(weights.at(v), width, width),
                new RmsNorm(weights.at(normQ), config.headDim(), NORM_EPS),
                new RmsNorm(weights.at(normK), config.headDim(), NORM_EPS));
    }

    /** (B, N, D) -> (B, H, N, d) */
    Tensor queries(Tensor x) {
        return normQ.forward(Heads.split(q.forward(x), heads));
    }

    /** Those of the image tokens that attention sees, when {@code x} (B, n, D) are those of this pass. */
    KeysValues keysValues(Tensor x, ImageKeys seen) {
        return seen.of(this, new KeysValues(keys(x), values(x)));
    }

    /** (B, N, D) -> (B, H, N, d) */
    Tensor keys(Tensor x) {
        return normK.forward(Heads.split(k.forward(x), heads));
    }

    /** (B, N, D) -> (B, H, N, d) */
    Tensor values(Tensor x) {
        return Heads.split(v.forward(x), heads);
    }
}
