// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.tensor.Functional.pad;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Images to posterior moments (spec/model.md section 7.1). */
final class Encoder {
    private final Conv2d convIn;
    private final List<Level> levels = new ArrayList<>();
    private final MidBlock mid;
    private final NormSiluConv out;

    /** One resolution: residual blocks, then halving, except at the coarsest. */
    private record Level(List<ResnetBlock> resnets, Conv2d downsampler) {
        Tensor forward(Tensor x) {
            for (ResnetBlock resnet : resnets) {
                x = resnet.forward(x);
            }
            return downsampler == null ? x : downsampler.forward(pad(x, 0, 1, 0, 1)); // right and bottom only
        }
    }

    Encoder(VaeConfig config, Weights weights) {
        int[] channels = config.channels();
        this.convIn = Conv2d.same3x3(weights.at("conv_in"), config.imageChannels(), channels[0]);
        int width = channels[0];
        for (int i = 0; i < channels.length; i++) {
            Weights block = weights.at("down_blocks", i);
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j < config.layersPerBlock(); j++) {
                resnets.add(new ResnetBlock(block.at("resnets", j), width, channels[i], config.groups()));
                width = channels[i];
            }
            boolean coarsest = i == channels.length - 1;
            levels.add(new Level(
                    resnets, coarsest ? null : new Conv2d(block.at("downsamplers.0.conv"), width, width, 3, 2, 0)));
        }
        this.mid = new MidBlock(weights.at("mid_block"), width, config.groups());
        this.out = new NormSiluConv(
                weights.at("conv_norm_out"),
                weights.at("conv_out"),
                width,
                2 * config.latentChannels(),
                config.groups());
    }

    /** (N, 3, H, W) in -1..1 -> (N, 2 * latent channels, h, w): mean, then log variance */
    Tensor forward(Tensor pixels) {
        Tensor x = convIn.forward(pixels);
        for (Level level : levels) {
            try (var scope = Scope.open()) {
                x = scope.keep(level.forward(x));
            }
        }
        return out.forward(mid.forward(x));
    }
}
