// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.model.dit.Modulation.NORM_EPS;
import static io.github.deepgen4j.model.dit.Modulation.modulate;
import static io.github.deepgen4j.tensor.Functional.layerNorm;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The last block: the context stream ends here and only lends its keys and values, and of the image tokens only those
 * of the target are needed any more, so only they ask (end of spec/model.md section 6.4).
 */
final class LastBlock {
    private final Modulation norm1;
    private final Modulation norm1Context;
    private final Projections imageProjections;
    private final Projections contextProjections;
    private final Linear toOut;
    private final DualAttention dual; // null unless the config gives the last block one
    private final FeedForward ff;

    LastBlock(DitConfig config, int index, Weights weights) {
        int width = config.width();
        this.dual = config.hasDualAttention(index) ? new DualAttention(config, weights.at("attn2")) : null;
        this.norm1 = new Modulation(weights.at("norm1.linear"), width, dual == null ? 6 : 9);
        this.norm1Context = new Modulation(weights.at("norm1_context.linear"), width, 2);
        this.imageProjections = Projections.ofImage(config, weights.at("attn"));
        this.contextProjections = Projections.ofContext(config, weights.at("attn"));
        this.toOut = new Linear(weights.at("attn.to_out.0"), width, width);
        this.ff = new FeedForward(weights.at("ff"), width);
    }

    /** -> (B, targets, D): the first {@code targets} image tokens */
    Tensor forward(Streams in, Tensor condition, Masks masks, long targets) {
        Tensor[] m = norm1.forward(condition);
        Tensor[] mc = norm1Context.forward(condition); // scale, shift: the other way round
        Tensor normalised = layerNorm(in.image(), NORM_EPS);
        Tensor image = modulate(normalised, m[0], m[1]);
        Tensor context = modulate(layerNorm(in.context(), NORM_EPS), mc[1], mc[0]);
        Masks asked = masks.queriesOfFirst(targets);

        Tensor attended = Heads.merge(Heads.attend(
                imageProjections.queries(image.narrow(1, 0, targets)),
                Tensor.cat(2, imageProjections.keys(image), contextProjections.keys(context)),
                Tensor.cat(2, imageProjections.values(image), contextProjections.values(context)),
                asked.joint()));
        Tensor x = in.image().narrow(1, 0, targets).add(m[2].mul(toOut.forward(attended)));
        if (dual != null) {
            x = x.add(m[8].mul(dual.forward(modulate(normalised, m[6], m[7]), targets, asked.image())));
        }
        return x.add(m[5].mul(ff.forward(modulate(layerNorm(x, NORM_EPS), m[3], m[4]))));
    }
}
