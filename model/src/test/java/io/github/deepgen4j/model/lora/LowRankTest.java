// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Adapters beside the weights of a source, worked out by hand: 2 x 2 weights of ones, rank 1, alpha 2. */
class LowRankTest {
    private static final Weights ONES = (name, shape) -> Tensor.ones(DType.F32, shape);
    private static final String LAYER = "model.layers.0.mlp.up_proj.weight";
    private static final String EMBEDDING = "model.embed_tokens.weight";

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** All factors 3. */
    private static Lora threes() {
        long[] shape = {2, 2};
        Lora lora = Lora.fresh(
                Map.of(Component.VLM, new LoraConfig(1, 2, 0)),
                Map.of(Component.VLM, Map.of(LAYER, shape, EMBEDDING, shape)),
                1);
        lora.tensors().values().forEach(factor -> factor.copyFrom(Tensor.full(3, DType.F32, factor.shape())));
        return lora;
    }

    @Test
    void aLinearLayerGetsTheProductOfTheFactorsOnTop() {
        try (var _ = Scope.open();
                Lora lora = threes()) {
            Weights layer = lora.beside(Component.VLM, ONES).at("model.layers.0.mlp.up_proj");
            Tensor x = Tensor.of(new float[] {1, 10}, 1, 2);
            // W x + b = 12 in both rows; A x = 33, B A x = 99, times alpha / rank
            assertThat(new Linear(layer, 2, 2).forward(x).toFloats()).containsExactly(12 + 198, 12 + 198);
            Matrix adapted = layer.matrix("weight", 2, 2);
            assertThatThrownBy(() -> adapted.rows(Tensor.of(new long[] {0}, 1), DType.F32))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void anEmbeddingIsAdaptedButNotTheHeadTiedToIt() {
        try (var _ = Scope.open();
                Lora lora = threes()) {
            Matrix embedding = lora.beside(Component.VLM, ONES).at("model").matrix("embed_tokens.weight", 2, 2);
            assertThat(embedding.rows(Tensor.of(new long[] {1}, 1), DType.F32).toFloats())
                    .containsExactly(1 + 18, 1 + 18);
            assertThat(embedding
                            .product(Tensor.of(new float[] {1, 10}, 1, 2), null)
                            .toFloats())
                    .containsExactly(11, 11);
        }
    }

    @Test
    void otherWeightsStayAsTheyAre() {
        try (var _ = Scope.open();
                Lora lora = threes()) {
            Matrix other = lora.beside(Component.VLM, ONES).matrix("visual.merger.mlp.0.weight", 2, 2);
            assertThat(other.product(Tensor.of(new float[] {1, 10}, 1, 2), null).toFloats())
                    .containsExactly(11, 11);
        }
    }
}
