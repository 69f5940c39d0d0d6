// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.tensor.Functional.interpolateNearest2x;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Latents to images (spec/model.md section 7.1). */
final class Decoder {
    private final Conv2d convIn;
    private final MidBlock mid;
    private final List<Level> levels = new ArrayList<>();
    private final NormSiluConv out;

    /** One resolution: residual blocks, then doubling, except at the finest. */
    private record Level(List<ResnetBlock> resnets, Conv2d upsampler) {
        /** Closes x as soon as it has been used: at the finest level it is hundreds of megabytes. */
        Tensor forward(Tensor x) {
            for (ResnetBlock resnet : resnets) {
                Tensor y = resnet.forward(x);
                x.close();
                x = y;
            }
            return upsampler == null ? x : enlarge(x);
        }

        private Tensor enlarge(Tensor x) {
            return Bands.needed(x)
                    ? Bands.map(x, x.size(1), 2, band -> upsampler.forward(interpolateNearest2x(band)))
                    : upsampler.forward(interpolateNearest2x(x));
        }
    }

    Decoder(VaeConfig config, Weights weights) {
        int[] channels = config.channels();
        int last = channels.length - 1;
        int width = channels[last];
        this.convIn = Conv2d.same3x3(weights.at("conv_in"), config.latentChannels(), width);
        this.mid = new MidBlock(weights.at("mid_block"), width, config.groups());
        for (int i = 0; i <= last; i++) {
            Weights block = weights.at("up_blocks", i);
            int out = channels[last - i];
            List<ResnetBlock> resnets = new ArrayList<>();
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                resnets.add(new ResnetBlock(block.at("resnets", j), width, out, config.groups()));
                width = out;
            }
            levels.add(new Level(resnets, i == last ? null : Conv2d.same3x3(block.at("upsamplers.0.conv"), out, out)));
        }
        this.out = new NormSiluConv(
                weights.at("conv_norm_out"), weights.at("conv_out"), width, config.imageChannels(), config.groups());
    }

    /** (N, latent channels, h, w) -> (N, 3, H, W), about -1..1 */
    Tensor forward(Tensor z) {
        Tensor x = mid.forward(convIn.forward(z));
        for (Level level : levels) {
            try (var scope = Scope.open()) {
                x = scope.keep(level.forward(x));
            }
        }
        return out.forward(x);
    }
}
