// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.layers.GroupNorm;
import io.github.deepgen4j.model.layers.GroupSums;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** Group norm, SiLU, 3x3 convolution: the step that residual blocks and outputs are made of. */
final class NormSiluConv {
    static final double NORM_EPS = 1e-6;

    private final GroupNorm norm;
    private final Conv2d conv;
    private final int out;

    NormSiluConv(Weights norm, Weights conv, int in, int out, int groups) {
        this.norm = new GroupNorm(norm, in, groups, NORM_EPS);
        this.conv = Conv2d.same3x3(conv, in, out);
        this.out = out;
    }

    /** (N, in, H, W) -> (N, out, H, W) */
    Tensor forward(Tensor x) {
        if (!Bands.needed(x)) {
            return conv.forward(silu(norm.forward(x)));
        }
        GroupSums sums = norm.sums(x);
        Bands.each(x, sums::add);
        GroupNorm.Scaling whole = norm.scaling(sums);
        return Bands.map(x, out, 1, band -> conv.forward(silu(whole.apply(band))));
    }
}
