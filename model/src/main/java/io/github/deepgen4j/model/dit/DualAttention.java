// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** The second attention of the early blocks ("attn2"): image tokens among themselves. */
final class DualAttention {
    private final Projections projections;
    private final Linear toOut;

    DualAttention(DitConfig config, Weights weights) {
        this.projections = Projections.ofImage(config, weights);
        this.toOut = new Linear(weights.at("to_out.0"), config.width(), config.width());
    }

    /** x (B, N, D) -> (B, queries, D) for the first {@code queries} tokens, which attend to all N. */
    Tensor forward(Tensor x, long queries, Tensor mask, ImageKeys seen) {
        Tensor asking = projections.queries(x.narrow(1, 0, queries));
        KeysValues all = projections.keysValues(x, seen);
        Tensor attended = Heads.attend(asking, all.keys(), all.values(), mask);
        return toOut.forward(Heads.merge(attended));
    }
}
