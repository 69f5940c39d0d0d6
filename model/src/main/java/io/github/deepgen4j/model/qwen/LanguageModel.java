// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The language model of Qwen2.5-VL (spec/model.md section 4.4).
 *
 * <p>Letters: B rows, S positions, D width. Hidden-state numbers are those of the reference's tuple: 0 the embeddings,
 * k the residual stream after k layers, and the number of layers itself the last one <em>after</em> the final norm.
 */
public final class LanguageModel {
    private final QwenConfig config;
    private final ConstantPrecision constants;
    private final Matrix embedTokens; // (V, D)
    private final List<LanguageModelLayer> layers = new ArrayList<>();
    private final RmsNorm norm;

    public LanguageModel(QwenConfig config, ConstantPrecision constants, Weights weights) {
        this.config = config;
        this.constants = constants;
        this.embedTokens = weights.matrix("embed_tokens.weight", config.vocabulary(), config.hidden());
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new LanguageModelLayer(config, weights.at("layers", i)));
        }
        this.norm = new RmsNorm(weights.at("norm"), config.hidden(), config.normEps());
    }

    /** Token ids (B, L) -> embeddings (B, L, D) in the given type. */
    public Tensor embed(Tensor ids, DType type) {
        return embedTokens.rows(ids, type);
    }

    /**
     * Runs only as many layers as the wanted states need.
     *
     * @param embeddings (B, S, D)
     * @param mask I64 (B, S), 0 at pads, which stand on the left; null when there are none
     * @param positions I64 (3, B, S), time, height and width
     * @param wanted hidden-state numbers
     * @return one (B, S, D) for each wanted number, in that order
     */
    public List<Tensor> hiddenStates(Tensor embeddings, Tensor mask, Tensor positions, int... wanted) {
        int last = Arrays.stream(wanted).max().orElseThrow();
        Rotary rotary = Rotary.ofPositions(positions, config, constants, embeddings.dtype());
        Tensor allowed = mask == null ? null : causalWithoutPads(mask);
        Tensor[] states = new Tensor[last + 1];
        states[0] = embeddings;
        for (int i = 0; i < last; i++) {
            LanguageModelLayer layer = layers.get(i);
            try (var scope = Scope.open()) {
                states[i + 1] = scope.keep(
                        ActivationCheckpointing.of(
                                in -> new Tensor[] {layer.forward(in[0], rotary, allowed)}, states[i])[0]);
            }
        }
        if (last == config.layers()) {
            states[last] = norm.forward(states[last]);
        }
        return Arrays.stream(wanted).mapToObj(k -> states[k]).toList();
    }

    /** Final hidden states (..., D) -> next-token logits (..., V); input and output embeddings are tied. */
    public Tensor logits(Tensor finalState) {
        return embedTokens.product(finalState, null);
    }

    /** I64 (B, S) -> BOOL (B, 1, S, S): key j for query i where j &lt;= i and j is no pad. */
    private static Tensor causalWithoutPads(Tensor mask) {
        long length = mask.size(1);
        Tensor order = Tensor.arange(length);
        Tensor causal = order.unsqueeze(0).le(order.unsqueeze(1)); // (S, S)
        return causal.and(mask.gt(0).unsqueeze(1).unsqueeze(1));
    }
}
