// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The SD3.5 multimodal diffusion transformer with reference latents (spec/model.md section 6): predicts the flow
 * velocity of noisy latents. Letters: B rows, C channels, H, W latent cells, p patch side, N image tokens (target,
 * references, pads), L tokens of the largest target, T context tokens, D width.
 */
public final class DiffusionTransformer {
    private final DitConfig config;
    private final PatchEmbed patchEmbed;
    private final TimestepEmbedding timestepEmbedder;
    private final TextProjection textEmbedder;
    private final Linear contextEmbedder;
    private final List<JointBlock> blocks = new ArrayList<>(); // all but the last
    private final LastBlock lastBlock;
    private final AdaLayerNormContinuous normOut;
    private final Linear projOut;

    public DiffusionTransformer(DitConfig config, Weights weights) {
        this.config = config;
        int width = config.width();
        int last = config.layers() - 1;
        this.patchEmbed = new PatchEmbed(config, weights.at("pos_embed"));
        Weights timeText = weights.at("time_text_embed");
        this.timestepEmbedder = new TimestepEmbedding(timeText.at("timestep_embedder"), width);
        this.textEmbedder = new TextProjection(timeText.at("text_embedder"), config.pooledWidth(), width);
        this.contextEmbedder = new Linear(weights.at("context_embedder"), config.sequenceWidth(), width);
        for (int i = 0; i < last; i++) {
            blocks.add(new JointBlock(config, i, weights.at("transformer_blocks", i)));
        }
        this.lastBlock = new LastBlock(config, last, weights.at("transformer_blocks", last));
        this.normOut = new AdaLayerNormContinuous(weights.at("norm_out"), width);
        this.projOut = new Linear(
                weights.at("proj_out"), width, (long) config.patch() * config.patch() * config.outChannels());
    }

    public DitConfig config() {
        return config;
    }

    /** Number of image tokens of latents (..., H, W). */
    public long tokens(Tensor latents) {
        return patchEmbed.grid(latents).tokens();
    }

    /** The part of the conditions' way that no step changes. */
    public EmbeddedConditions embed(Conditions conditions) {
        return new EmbeddedConditions(contextEmbedder.forward(conditions.sequence()), conditions.pooled());
    }

    /** Reference latents (C, H, W) of each row, any number and size; constant over the steps, so embedded once. */
    public ReferenceTokens embedReferences(List<List<Tensor>> references) {
        Iterator<Tensor> embedded = patchEmbed
                .embedAll(references.stream().flatMap(List::stream).toList())
                .iterator();
        return new ReferenceTokens(references.stream()
                .map(row -> row.stream().map(_ -> embedded.next()).toList())
                .toList());
    }

    /**
     * Velocities of targets of one size.
     *
     * @param latents (B, C, H, W)
     * @param references of each row, from {@link #embedReferences}
     * @param conditions from {@link #embed}
     * @param timesteps float32 (B), 0..1000
     * @param skipLayers blocks left out (skip-layer guidance)
     * @return (B, C, H, W)
     */
    public Tensor forward(
            Tensor latents,
            ReferenceTokens references,
            EmbeddedConditions conditions,
            Tensor timesteps,
            Set<Integer> skipLayers) {
        return forward(
                latents, references, conditions, timesteps, skipLayers, RestOfBlocks.COMPUTED, ImageKeys.COMPUTED);
    }

    /**
     * As the method above, with a say in what follows the first block and in what attention sees.
     *
     * @param rest asked once; without it all blocks are computed
     * @param seen asked by each attention; rows must not differ in their number of tokens where it adds any
     */
    public Tensor forward(
            Tensor latents,
            ReferenceTokens references,
            EmbeddedConditions conditions,
            Tensor timesteps,
            Set<Integer> skipLayers,
            RestOfBlocks rest,
            ImageKeys seen) {
        ImageTokens image = patchEmbed.pack(latents, references);
        return Tensor.stack(0, forward(image, conditions, timesteps, skipLayers, rest, seen));
    }

    /** Velocities of targets of any sizes (training): latents (C, H, W) of each row -> (C, H, W) of each row. */
    public List<Tensor> forward(
            List<Tensor> latents,
            ReferenceTokens references,
            EmbeddedConditions conditions,
            Tensor timesteps,
            Set<Integer> skipLayers) {
        ImageTokens image = patchEmbed.pack(latents, references);
        return forward(image, conditions, timesteps, skipLayers, RestOfBlocks.COMPUTED, ImageKeys.COMPUTED);
    }

    private List<Tensor> forward(
            ImageTokens image,
            EmbeddedConditions conditions,
            Tensor timesteps,
            Set<Integer> skipLayers,
            RestOfBlocks rest,
            ImageKeys seen) {
        Tensor time = timestepEmbedder.forward(timesteps, conditions.pooled().dtype()); // (B, D)
        Tensor condition = silu(time.add(textEmbedder.forward(conditions.pooled()))); // (B, D)
        Masks masks = image.masks(conditions.context().size(1));
        Streams before = new Streams(image.tokens(), conditions.context()); // (B, N, D), (B, T, D)
        Streams first = through(0, 1, before, condition, masks, skipLayers, seen);
        Tensor x = rest.of(before.image(), first.image(), () -> {
            Streams last = through(1, blocks.size(), first, condition, masks, skipLayers, seen);
            return skipLayers.contains(blocks.size())
                    ? last.image().narrow(1, 0, image.targets())
                    : lastBlock.forward(last, condition, masks, image.targets(), seen);
        }); // (B, L, D)
        Tensor patches = projOut.forward(normOut.forward(x, condition)); // (B, L, p*p*C)
        return patchEmbed.unpatchify(image.unpack(patches), image.grids()); // (C, H, W) each
    }

    /** The streams after blocks {@code from} to {@code to - 1}, without the last block. */
    private Streams through(
            int from, int to, Streams in, Tensor condition, Masks masks, Set<Integer> skipLayers, ImageKeys seen) {
        Streams streams = in;
        for (int i = from; i < Math.min(to, blocks.size()); i++) {
            if (!skipLayers.contains(i)) {
                try (var scope = Scope.open()) {
                    streams = checkpointed(blocks.get(i), streams, condition, masks, seen)
                            .keep(scope);
                }
            }
        }
        return streams;
    }

    /** The block, whose activations the backward pass may compute again instead of keeping them. */
    private static Streams checkpointed(JointBlock block, Streams in, Tensor condition, Masks masks, ImageKeys seen) {
        Tensor[] out = ActivationCheckpointing.of(
                x -> {
                    Streams next = block.forward(new Streams(x[0], x[1]), x[2], masks, seen);
                    return new Tensor[] {next.image(), next.context()};
                },
                in.image(),
                in.context(),
                condition);
        return new Streams(out[0], out[1]);
    }
}
