// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.layers.GroupNorm;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** Two norm-SiLU-convolution steps around a residual connection (spec/model.md section 7.1). */
final class ResnetBlock {
    static final double NORM_EPS = 1e-6;

    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Conv2d shortcut; // null when the width stays

    ResnetBlock(Weights weights, int in, int out, int groups) {
        this.norm1 = new GroupNorm(weights.at("norm1"), in, groups, NORM_EPS);
        this.conv1 = Conv2d.same3x3(weights.at("conv1"), in, out);
        this.norm2 = new GroupNorm(weights.at("norm2"), out, groups, NORM_EPS);
        this.conv2 = Conv2d.same3x3(weights.at("conv2"), out, out);
        this.shortcut = in == out ? null : new Conv2d(weights.at("conv_shortcut"), in, out, 1, 1, 0);
    }

    /** (N, in, H, W) -> (N, out, H, W) */
    Tensor forward(Tensor x) {
        Tensor y = conv1.forward(norm1.forward(x).silu());
        y = conv2.forward(norm2.forward(y).silu());
        return y.add(shortcut == null ? x : shortcut.forward(x));
    }
}
