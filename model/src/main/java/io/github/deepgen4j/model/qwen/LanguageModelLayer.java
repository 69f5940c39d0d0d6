// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * One layer of the language model: causal grouped-query attention and a gated MLP, both pre-norm (spec/model.md section
 * 4.4).
 */
final class LanguageModelLayer {
    private final int heads;
    private final int keyValueHeads;
    private final RmsNorm inputNorm;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final RmsNorm postAttentionNorm;
    private final GatedMlp mlp;

    LanguageModelLayer(QwenConfig config, Weights weights) {
        this.heads = config.heads();
        this.keyValueHeads = config.keyValueHeads();
        int width = config.hidden();
        int queries = heads * config.headDim();
        int keys = keyValueHeads * config.headDim();
        this.q = new Linear(weights.at("self_attn.q_proj"), width, queries);
        this.k = new Linear(weights.at("self_attn.k_proj"), width, keys);
        this.v = new Linear(weights.at("self_attn.v_proj"), width, keys);
        this.out = Linear.withoutBias(weights.at("self_attn.o_proj"), queries, width);
        this.mlp = GatedMlp.withoutBias(weights.at("mlp"), width, config.intermediate());
        this.inputNorm = new RmsNorm(weights.at("input_layernorm"), width, config.normEps());
        this.postAttentionNorm = new RmsNorm(weights.at("post_attention_layernorm"), width, config.normEps());
    }

    /** x (B, S, D); mask (B, 1, S, S) true where attending is allowed, or null for plain causal -> (B, S, D) */
    Tensor forward(Tensor x, Rotary rotary, Tensor mask) {
        Tensor attended = x.add(out.forward(attention(inputNorm.forward(x), rotary, mask)));
        return attended.add(mlp.forward(postAttentionNorm.forward(attended)));
    }

    private Tensor attention(Tensor x, Rotary rotary, Tensor mask) {
        Tensor queries = rotary.apply(Heads.split(q.forward(x), heads)); // (B, H, S, d)
        Tensor keys = repeatKeyValue(rotary.apply(Heads.split(k.forward(x), keyValueHeads))); // (B, H, S, d)
        Tensor values = repeatKeyValue(Heads.split(v.forward(x), keyValueHeads)); // (B, H, S, d)
        if (mask == null) {
            return Heads.merge(Heads.attendCausally(queries, keys, values));
        }
        // A pad row may attend nowhere, gets zeros and evolves through the MLP alone (spec/model.md section 4.4, Q3).
        return Heads.merge(Heads.attend(queries, keys, values, mask));
    }

    /** (B, KV, S, d) -> (B, H, S, d): key head j serves the query heads j*H/KV .. (j+1)*H/KV-1. */
    private Tensor repeatKeyValue(Tensor x) {
        int group = heads / keyValueHeads;
        return x.unsqueeze(2).expand(-1, -1, group, -1, -1).reshape(x.size(0), heads, x.size(2), x.size(3));
    }
}
