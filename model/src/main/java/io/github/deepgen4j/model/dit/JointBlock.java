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
 * One block in which image and context attend to each other; early blocks add a second attention among the image tokens
 * (spec/model.md section 6.4). Letters: B rows, N image tokens, T context tokens, D width.
 */
final class JointBlock {
    private final AdaLayerNormZero norm1;
    private final AdaLayerNormZero norm1Context;
    private final Projections imageProjections;
    private final Projections contextProjections;
    private final Linear toOut;
    private final Linear toAddOut;
    private final DualAttention dual; // null in the later blocks
    private final FeedForward ff;
    private final FeedForward ffContext;

    JointBlock(DitConfig config, int index, Weights weights) {
        int width = config.width();
        this.dual = config.hasDualAttention(index) ? new DualAttention(config, weights.at("attn2")) : null;
        this.norm1 = new AdaLayerNormZero(weights.at("norm1"), width, dual != null);
        this.norm1Context = new AdaLayerNormZero(weights.at("norm1_context"), width, false);
        this.imageProjections = Projections.ofImage(config, weights.at("attn"));
        this.contextProjections = Projections.ofContext(config, weights.at("attn"));
        this.toOut = new Linear(weights.at("attn.to_out.0"), width, width);
        this.toAddOut = new Linear(weights.at("attn.to_add_out"), width, width);
        this.ff = new FeedForward(weights.at("ff"), width);
        this.ffContext = new FeedForward(weights.at("ff_context"), width);
    }

    /** condition (B, D) after SiLU */
    Streams forward(Streams in, Tensor condition, Masks masks, ImageKeys seen) {
        Modulations m = norm1.forward(condition);
        Modulations mc = norm1Context.forward(condition);
        Tensor normalised = layerNorm(in.image(), NORM_EPS);
        Tensor image = m.attention().modulate(normalised); // (B, N, D)
        Tensor context = mc.attention().modulate(layerNorm(in.context(), NORM_EPS)); // (B, T, D)
        long n = image.size(1);

        KeysValues all = imageProjections.keysValues(image, seen);
        Tensor joint = Heads.merge(Heads.attend(
                Tensor.cat(2, imageProjections.queries(image), contextProjections.queries(context)),
                Tensor.cat(2, all.keys(), contextProjections.keys(context)),
                Tensor.cat(2, all.values(), contextProjections.values(context)),
                masks.joint())); // (B, N+T, D)

        Tensor x = in.image().add(m.attention().gated(toOut.forward(joint.narrow(1, 0, n))));
        if (dual != null) {
            Tensor image2 = m.dual().modulate(normalised); // of x before the joint attention
            x = x.add(m.dual().gated(dual.forward(image2, n, masks.image(), seen)));
        }
        x = x.add(m.feedForward().gated(ff.forward(m.feedForward().modulate(layerNorm(x, NORM_EPS)))));

        Tensor c = in.context().add(mc.attention().gated(toAddOut.forward(joint.narrow(1, n, context.size(1)))));
        c = c.add(mc.feedForward().gated(ffContext.forward(mc.feedForward().modulate(layerNorm(c, NORM_EPS)))));
        return new Streams(x, c);
    }
}
