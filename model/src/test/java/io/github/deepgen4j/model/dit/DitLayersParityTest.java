// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.layerNorm;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Single modules at inputs that tell epsilons and activations apart ({@code layers.safetensors}). */
class DitLayersParityTest {
    private static final double LIMIT = 1e-5;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void normsFeedForwardAndTimeSinusoid() {
        DitConfig config = DitConfig.read(Golden.path("tiny/transformer/config.json"));
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                var golden = Golden.tensors("layers.safetensors")) {
            String headNorm = "transformer_blocks.0.attn.norm_q";
            check(
                    golden,
                    headNorm,
                    new RmsNorm(weights.at(headNorm), config.headDim(), 1e-6).forward(golden.tensor("in." + headNorm)));
            String ff = "transformer_blocks.0.ff";
            check(golden, ff, new FeedForward(weights.at(ff), config.width()).forward(golden.tensor("in." + ff)));
            String norm2 = "transformer_blocks.0.norm2";
            check(golden, norm2, layerNorm(golden.tensor("in." + norm2), Modulation.NORM_EPS));
            check(golden, "time_proj", TimestepEmbedding.sinusoid(golden.tensor("in.time_proj")));
        }
    }

    private static void check(Safetensors golden, String name, Tensor ours) {
        assertClose("layer " + name, ours, golden.tensor("out." + name), LIMIT);
    }
}
