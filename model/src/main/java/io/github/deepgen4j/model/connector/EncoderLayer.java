// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.connector;

import static io.github.deepgen4j.tensor.Functional.geluTanh;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.LayerNorm;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * A pre-norm transformer encoder layer: bidirectional, without positions and without a mask (spec/model.md section 5.1,
 * Q1).
 */
final class EncoderLayer {
    private final int heads;
    private final LayerNorm norm1;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;

    EncoderLayer(ConnectorConfig config, Weights weights) {
        int width = config.hidden();
        this.heads = config.heads();
        this.norm1 = new LayerNorm(weights.at("layer_norm1"), width, config.normEps());
        this.q = new Linear(weights.at("self_attn.q_proj"), width, width);
        this.k = new Linear(weights.at("self_attn.k_proj"), width, width);
        this.v = new Linear(weights.at("self_attn.v_proj"), width, width);
        this.out = new Linear(weights.at("self_attn.out_proj"), width, width);
        this.norm2 = new LayerNorm(weights.at("layer_norm2"), width, config.normEps());
        this.fc1 = new Linear(weights.at("mlp.fc1"), width, config.intermediate());
        this.fc2 = new Linear(weights.at("mlp.fc2"), config.intermediate(), width);
    }

    /** (B, S, D) -> (B, S, D) */
    Tensor forward(Tensor x) {
        Tensor n = norm1.forward(x); // (B, S, D)
        Tensor attention = Heads.attend(
                Heads.split(q.forward(n), heads),
                Heads.split(k.forward(n), heads),
                Heads.split(v.forward(n), heads),
                null); // (B, H, S, d)
        Tensor attended = x.add(out.forward(Heads.merge(attention)));
        return attended.add(mlp(norm2.forward(attended)));
    }

    /** (..., D) -> (..., D) */
    Tensor mlp(Tensor x) {
        return fc2.forward(geluTanh(fc1.forward(x)));
    }
}
