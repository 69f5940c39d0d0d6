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
    private static final double NORM_EPS = 1e-6;

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
        Tensor[] parts = qkv.forward(x).chunk(3, -1);
        Tensor q = rotate(Heads.split(parts[0], heads), rotary); // (1, H, N, d)
        Tensor k = rotate(Heads.split(parts[1], heads), rotary);
        Tensor v = Heads.split(parts[2], heads);
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

    /** Neighbouring segments of equal length, attended as one batch. */
    record Segments(long start, long count, long length) {
        /** (1, H, N, d) -> (count, H, length, d) */
        Tensor cut(Tensor x) {
            return x.narrow(2, start, count * length)
                    .reshape(x.size(1), count, length, x.size(3))
                    .transpose(0, 1);
        }

        /** (count, H, length, d) -> (1, H, count*length, d) */
        Tensor unite(Tensor x) {
            return x.transpose(0, 1).reshape(1, x.size(1), count * length, x.size(3));
        }
    }
}
