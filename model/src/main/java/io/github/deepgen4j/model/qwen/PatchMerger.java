// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.tensor.Functional.gelu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The end of the vision tower ("merger", spec/model.md section 4.1): the M patches of a merged cell, normalised and
 * side by side, become one image token.
 */
final class PatchMerger {
    private final int cellWidth; // M * D
    private final RmsNorm lnQ;
    private final Linear mlp0;
    private final Linear mlp2;

    PatchMerger(QwenConfig.Vision config, Weights weights) {
        this.cellWidth = config.hidden() * config.mergedPatches();
        this.lnQ = new RmsNorm(weights.at("ln_q"), config.hidden(), VisionBlock.NORM_EPS);
        this.mlp0 = new Linear(weights.at("mlp.0"), cellWidth, cellWidth);
        this.mlp2 = new Linear(weights.at("mlp.2"), cellWidth, config.outHidden());
    }

    /** (1, N, D) -> (N/M, language model width) */
    Tensor forward(Tensor x) {
        return mlp(lnQ.forward(x).reshape(-1, cellWidth));
    }

    /** (N/M, M * D) -> (N/M, language model width) */
    Tensor mlp(Tensor cells) {
        return mlp2.forward(gelu(mlp0.forward(cells)));
    }
}
