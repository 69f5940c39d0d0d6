// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.model.dit.Modulation.NORM_EPS;
import static io.github.deepgen4j.tensor.Functional.layerNorm;

import io.github.deepgen4j.model.dit.AdaLayerNormZero.Modulations;
import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The last block: the context stream ends here and only lends its keys and values, and of the image tokens only those
 * of the target are needed any more, so only they ask (end of spec/model.md section 6.4).
 */
final class LastBlock {
    private final AdaLayerNormZero norm1;
    private final AdaLayerNormContinuous norm1Context;
    private final Projections imageProjections;
    private final Projections contextProjections;
    private final Linear toOut;
    private final DualAttention dual; // null unless the config gives the last block one
    private final FeedForward ff;

    LastBlock(DitConfig config, int index, Weights weights) {
        int width = config.width();
        this.dual = config.hasDualAttention(index) ? new DualAttention(config, weights.at("attn2")) : null;
        this.norm1 = new AdaLayerNormZero(weights.at("norm1"), width, dual != null);
        this.norm1Context = new AdaLayerNormContinuous(weights.at("norm1_context"), width);
        this.imageProjections = Projections.ofImage(config, weights.at("attn"));
        this.contextProjections = Projections.ofContext(config, weights.at("attn"));
        this.toOut = new Linear(weights.at("attn.to_out.0"), width, width);
        this.ff = new FeedForward(weights.at("ff"), width);
    }

    /** condition (B, D) after SiLU -> (B, targets, D): the first {@code targets} image tokens */
    Tensor forward(Streams in, Tensor condition, Masks masks, long targets, ImageKeys seen) {
        Modulations m = norm1.forward(condition);
        Tensor context = norm1Context.forward(in.context(), condition); // (B, T, D)
        Tensor normalised = layerNorm(in.image(), NORM_EPS);
        Tensor image = m.attention().modulate(normalised); // (B, N, D)
        Masks asked = masks.queriesOfFirst(targets);

        KeysValues all = imageProjections.keysValues(image, seen);
        Tensor attended = Heads.merge(Heads.attend(
                imageProjections.queries(image.narrow(1, 0, targets)),
                Tensor.cat(2, all.keys(), contextProjections.keys(context)),
                Tensor.cat(2, all.values(), contextProjections.values(context)),
                asked.joint())); // (B, targets, D)

        Tensor x = in.image().narrow(1, 0, targets).add(m.attention().gated(toOut.forward(attended)));
        if (dual != null) {
            Tensor image2 = m.dual().modulate(normalised); // of x before the joint attention
            x = x.add(m.dual().gated(dual.forward(image2, targets, asked.image(), seen)));
        }
        return x.add(m.feedForward().gated(ff.forward(m.feedForward().modulate(layerNorm(x, NORM_EPS)))));
    }
}
