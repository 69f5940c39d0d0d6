// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

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
class QwenLayersParityTest {
    private static final double LIMIT = 1e-5;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void normsAndMlpsOfTheLanguageModel() {
        QwenConfig config = Golden.vlmConfig();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var golden = Golden.tensors("layers.safetensors")) {
            for (String name : new String[] {"model.layers.0.input_layernorm", "model.norm"}) {
                RmsNorm norm = new RmsNorm(weights.at(name), config.hidden(), config.normEps());
                check(golden, name, norm.forward(golden.tensor("in." + name)));
            }
            String name = "model.layers.0.mlp";
            GatedMlp mlp = GatedMlp.withoutBias(weights.at(name), config.hidden(), config.intermediate());
            check(golden, name, mlp.forward(golden.tensor("in." + name)));
        }
    }

    @Test
    void normsAndMlpsOfTheVisionTower() {
        QwenConfig.Vision config = Golden.vlmConfig().vision();
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var golden = Golden.tensors("layers.safetensors")) {
            for (String name : new String[] {"visual.blocks.0.norm1", "visual.merger.ln_q"}) {
                RmsNorm norm = new RmsNorm(weights.at(name), config.hidden(), 1e-6);
                check(golden, name, norm.forward(golden.tensor("in." + name)));
            }
            String name = "visual.blocks.0.mlp";
            GatedMlp mlp = GatedMlp.withBias(weights.at(name), config.hidden(), config.intermediate());
            check(golden, name, mlp.forward(golden.tensor("in." + name)));
            PatchMerger merger = new PatchMerger(config, weights.at("visual.merger"));
            check(golden, "visual.merger.mlp", merger.mlp(golden.tensor("in.visual.merger.mlp")));
        }
    }

    private static void check(Safetensors golden, String name, Tensor ours) {
        assertClose("layer " + name, ours, golden.tensor("out." + name), LIMIT);
    }
}
