// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;

/** Two norm-SiLU-convolution steps around a residual connection (spec/model.md section 7.1). */
final class ResnetBlock {
    private final NormSiluConv first;
    private final NormSiluConv second;
    private final Conv2d shortcut; // null when the width stays

    ResnetBlock(Weights weights, int in, int out, int groups) {
        this.first = new NormSiluConv(weights.at("norm1"), weights.at("conv1"), in, out, groups);
        this.second = new NormSiluConv(weights.at("norm2"), weights.at("conv2"), out, out, groups);
        this.shortcut = in == out ? null : new Conv2d(weights.at("conv_shortcut"), in, out, 1, 1, 0);
    }

    /** (N, in, H, W) -> (N, out, H, W) */
    Tensor forward(Tensor x) {
        try (var scope = Scope.open()) {
            Tensor y = second.forward(first.forward(x));
            return scope.keep(y.add(shortcut == null ? x : shortcut.forward(x)));
        }
    }
}
