// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.layers.GroupNorm;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Single modules at inputs that tell epsilons and activations apart ({@code layers.safetensors}). */
class VaeLayersParityTest {
    private static final double LIMIT = 1e-5;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void normsAndResidualBlocks() {
        VaeConfig config = VaeConfig.read(Golden.path("tiny/vae/config.json"));
        int width = config.channels()[config.channels().length - 1];
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vae", DType.F32);
                var golden = Golden.tensors("layers.safetensors")) {
            for (String name : new String[] {"decoder.mid_block.attentions.0.group_norm", "encoder.conv_norm_out"}) {
                GroupNorm norm = new GroupNorm(weights.at(name), width, config.groups(), NormSiluConv.NORM_EPS);
                Tensor in = golden.tensor("in." + name);
                Tensor image = in.rank() == 4 ? in : in.unsqueeze(-1); // the mid block's is flat
                check(golden, name, norm.forward(image).reshape(in.shape()));
            }
            String name = "encoder.mid_block.resnets.0";
            ResnetBlock block = new ResnetBlock(weights.at(name), width, width, config.groups());
            check(golden, name, block.forward(golden.tensor("in." + name)));
        }
    }

    private static void check(Safetensors golden, String name, Tensor ours) {
        assertClose("layer " + name, ours, golden.tensor("out." + name), LIMIT);
    }
}
