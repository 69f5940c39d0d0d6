// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of the vision tower: attention within segments of patches, gated MLP, both pre-norm (spec/model.md section
 * 4.1).
 */
final class VisionBlock {
    static final double NORM_EPS = 1e-6;

    private final int heads;
    private final RmsNorm norm1;
    private final Linear qkv;
    private final Linear proj;
    private final RmsNorm norm2;
    private final GatedMlp mlp;

    VisionBlock(QwenConfig.Vision config, Weights weights) {
        int width = config.hidden();
        this.heads = config.heads();
        this.norm1 = new RmsNorm(weights.at("norm1"), width, NORM_EPS);
        this.norm2 = new RmsNorm(weights.at("norm2"), width, NORM_EPS);
        this.qkv = new Linear(weights.at("attn.qkv"), width, 3L * width);
        this.proj = new Linear(weights.at("attn.proj"), width, width);
        this.mlp = GatedMlp.withBias(weights.at("mlp"), width, config.intermediate());
    }

    /** x (1, N, D); segments: lengths that sum to N; attention stays inside a segment -> (1, N, D) */
    Tensor forward(Tensor x, Rotary rotary, List<Segments> segments) {
        Tensor attended = x.add(proj.forward(attention(norm1.forward(x), rotary, segments)));
        return attended.add(mlp.forward(norm2.forward(attended)));
    }

    private Tensor attention(Tensor x, Rotary rotary, List<Segments> segments) {
        Tensor[] projected = qkv.forward(x).chunk(3, -1); // (1, N, D) each
        Tensor q = rotate(Heads.split(projected[0], heads), rotary); // (1, H, N, d)
        Tensor k = rotate(Heads.split(projected[1], heads), rotary); // (1, H, N, d)
        Tensor v = Heads.split(projected[2], heads); // (1, H, N, d)
        List<Tensor> results = new ArrayList<>();
        for (Segments run : segments) {
            results.add(run.unite(Heads.attend(run.cut(q), run.cut(k), run.cut(v), null)));
        }
        return Heads.merge(Tensor.cat(2, results));
    }

    /** The reference rotates the vision tower's queries and keys in float32 and casts the result back. */
    private static Tensor rotate(Tensor x, Rotary rotary) {
        return rotary.apply(x.to(DType.F32)).to(x.dtype());
    }
}
