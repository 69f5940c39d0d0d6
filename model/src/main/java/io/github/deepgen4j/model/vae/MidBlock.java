// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.model.layers.GroupNorm;
import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** Residual block, single-head attention over all cells, residual block, at the coarsest level. */
final class MidBlock {
    private final ResnetBlock first;
    private final GroupNorm norm;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final ResnetBlock second;

    MidBlock(Weights weights, int width, int groups) {
        Weights attention = weights.at("attentions", 0);
        this.norm = new GroupNorm(attention.at("group_norm"), width, groups, NormSiluConv.NORM_EPS);
        this.q = new Linear(attention.at("to_q"), width, width);
        this.k = new Linear(attention.at("to_k"), width, width);
        this.v = new Linear(attention.at("to_v"), width, width);
        this.out = new Linear(attention.at("to_out.0"), width, width);
        this.first = new ResnetBlock(weights.at("resnets", 0), width, width, groups);
        this.second = new ResnetBlock(weights.at("resnets", 1), width, width, groups);
    }

    /** (N, C, H, W) -> (N, C, H, W) */
    Tensor forward(Tensor x) {
        return second.forward(attend(first.forward(x)));
    }

    private Tensor attend(Tensor x) {
        Tensor cells = norm.forward(x).reshape(x.size(0), x.size(1), -1).transpose(1, 2); // (N, H*W, C)
        Tensor attended = Heads.attend(
                Heads.split(q.forward(cells), 1),
                Heads.split(k.forward(cells), 1),
                Heads.split(v.forward(cells), 1),
                null);
        return x.add(out.forward(Heads.merge(attended)).transpose(1, 2).reshape(x.shape()));
    }
}
