// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.connector;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacked Channel Bridging (DeepGen 1.0, section "SCB"; spec/model.md section 5): hidden states of several layers of
 * the language model, stacked along the channels at every position, become the conditions of the diffusion transformer.
 * With one selected layer it is the {@code last_hidden} ablation. Letters: B rows, S positions, Q think tokens.
 */
public final class StackedChannelBridging {
    private final ConnectorConfig config;
    private final Tensor thinkTokens; // (Q, vlm width), "meta_queries" in the checkpoint
    private final Linear projector1;
    private final List<EncoderLayer> encoder = new ArrayList<>();
    private final Linear projector2;
    private final Linear projector3;

    public StackedChannelBridging(ConnectorConfig config, Weights weights) {
        this.config = config;
        this.thinkTokens = weights.get("meta_queries", config.thinkTokens(), config.vlmHidden());
        this.projector1 = new Linear(weights.at("projector_1"), config.stackedWidth(), config.hidden());
        for (int i = 0; i < config.layers(); i++) {
            encoder.add(new EncoderLayer(config, weights.at("connector.layers", i)));
        }
        this.projector2 = new Linear(weights.at("projector_2"), config.hidden(), config.pooledWidth());
        this.projector3 = new Linear(weights.at("projector_3"), config.hidden(), config.sequenceWidth());
    }

    public ConnectorConfig config() {
        return config;
    }

    /** Token embeddings (B, L, D) -> (B, L + Q, D): the think tokens follow every prompt. */
    public Tensor appendThinkTokens(Tensor embeddings) {
        Tensor tokens = thinkTokens.to(embeddings.dtype()).unsqueeze(0).expand(embeddings.size(0), -1, -1);
        return Tensor.cat(1, embeddings, tokens);
    }

    /** Conditions of hidden states (B, S, vlm width) of the selected layers, in the order of the selection. */
    public Conditions forward(List<Tensor> hiddenStates) {
        return conditions(encode(project(hiddenStates)));
    }

    /** The two heads: bridged states (B, S, hidden) to the sequence and, averaged over S, to the pooled vector. */
    public Conditions conditions(Tensor bridged) {
        return new Conditions(projector3.forward(bridged), projector2.forward(meanOverPositions(bridged)));
    }

    /** Hidden states, stacked along the channels and projected: (B, S, vlm width) each -> (B, S, hidden). */
    public Tensor project(List<Tensor> hiddenStates) {
        return projector1.forward(Tensor.cat(-1, hiddenStates));
    }

    /** The transformer encoder, every position seeing every other: (B, S, hidden) -> (B, S, hidden). */
    public Tensor encode(Tensor x) {
        for (EncoderLayer layer : encoder) {
            try (var scope = Scope.open()) {
                x = scope.keep(ActivationCheckpointing.of(in -> new Tensor[] {layer.forward(in[0])}, x)[0]);
            }
        }
        return x;
    }

    /** All positions count, pads included (Q1); the sum is taken in float32. */
    private static Tensor meanOverPositions(Tensor x) {
        return x.to(DType.F32).mean(1, false).to(x.dtype());
    }
}
