// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.model.dit.Modulation.NORM_EPS;
import static io.github.deepgen4j.model.dit.Modulation.modulate;
import static io.github.deepgen4j.tensor.Functional.layerNorm;
import static io.github.deepgen4j.tensor.Functional.pad;
import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The SD3.5 multimodal diffusion transformer with reference latents (spec/model.md section 6): predicts the flow
 * velocity of noisy latents. Letters: B rows, C channels, H, W latent cells, N image tokens, T context tokens, D width.
 */
public final class DiffusionTransformer {
    private final PatchEmbed patchEmbed;
    private final ConditionVector timeText;
    private final Linear contextEmbedder;
    private final List<JointBlock> blocks = new ArrayList<>();
    private final LastBlock lastBlock;
    private final Modulation normOut;
    private final Linear projOut;
    private final DitConfig config;

    public DiffusionTransformer(DitConfig config, Weights weights) {
        this.config = config;
        int width = config.width();
        int last = config.layers() - 1;
        this.patchEmbed = new PatchEmbed(config, weights.at("pos_embed"));
        this.timeText = new ConditionVector(config, weights.at("time_text_embed"));
        this.contextEmbedder = new Linear(weights.at("context_embedder"), config.sequenceWidth(), width);
        for (int i = 0; i < last; i++) {
            blocks.add(new JointBlock(config, i, weights.at("transformer_blocks", i)));
        }
        this.lastBlock = new LastBlock(config, last, weights.at("transformer_blocks", last));
        this.normOut = new Modulation(weights.at("norm_out.linear"), width, 2);
        this.projOut = new Linear(
                weights.at("proj_out"), width, (long) config.patch() * config.patch() * config.outChannels());
    }

    public DitConfig config() {
        return config;
    }

    /** Number of image tokens of latents (..., H, W). */
    public long tokens(Tensor latents) {
        return patchEmbed.tokens(latents);
    }

    /** Conditions with their sequence embedded to (B, T, D): constant over the steps, so done once. */
    public Conditions embed(Conditions conditions) {
        return new Conditions(contextEmbedder.forward(conditions.sequence()), conditions.pooled());
    }

    /** Reference latents (C, H, W) of each row, any number and size; constant over the steps, so embedded once. */
    public ReferenceTokens embedReferences(List<List<Tensor>> references) {
        Iterator<Tensor> embedded =
                embedEach(references.stream().flatMap(List::stream).toList()).iterator();
        List<Tensor> rows = new ArrayList<>();
        for (List<Tensor> row : references) {
            List<Tensor> tokens = row.stream().map(_ -> embedded.next()).toList();
            rows.add(tokens.isEmpty() ? null : tokens.size() == 1 ? tokens.getFirst() : Tensor.cat(0, tokens));
        }
        return new ReferenceTokens(rows);
    }

    /** Latents (C, H, W) -> tokens (h*w, D) of each; those of one size together. */
    private List<Tensor> embedEach(List<Tensor> latents) {
        long sizes = latents.stream()
                .map(Tensor::shape)
                .map(Arrays::toString)
                .distinct()
                .count();
        if (sizes != 1) {
            return latents.stream()
                    .map(latent -> patchEmbed.forward(latent.unsqueeze(0)).squeeze(0))
                    .toList();
        }
        Tensor[] rows = patchEmbed.forward(Tensor.stack(0, latents)).chunk(latents.size(), 0);
        return Arrays.stream(rows).map(row -> row.squeeze(0)).toList();
    }

    /**
     * Velocity of a batch whose targets have one size.
     *
     * @param latents (B, C, H, W)
     * @param references of each row, from {@link #embedReferences}
     * @param embedded from {@link #embed}
     * @param timesteps float32 (B), 0..1000
     * @param skipLayers blocks left out (skip-layer guidance)
     * @return (B, C, H, W)
     */
    public Tensor forward(
            Tensor latents,
            ReferenceTokens references,
            Conditions embedded,
            Tensor timesteps,
            Set<Integer> skipLayers) {
        long targets = patchEmbed.tokens(latents);
        Tensor tokens = patchEmbed.forward(latents); // (B, targets, D)
        Masks masks = Masks.NONE;
        if (references.alike()) {
            tokens = Tensor.cat(1, tokens, Tensor.stack(0, references.rows()));
        } else if (!references.absent()) {
            Tensor[] target = tokens.chunk(references.rows().size(), 0);
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < target.length; i++) {
                Tensor reference = references.rows().get(i);
                Tensor own = target[i].squeeze(0);
                rows.add(reference == null ? own : Tensor.cat(0, own, reference));
            }
            Packed packed = Packed.of(rows, embedded.sequence().size(1));
            tokens = packed.tokens();
            masks = packed.masks();
        }
        Tensor patches = velocities(tokens, masks, targets, embedded, timesteps, skipLayers);
        return patchEmbed.unpatchify(patches, latents.size(2) / config.patch(), latents.size(3) / config.patch());
    }

    /** The same for targets of different sizes (training): latents (C, H_i, W_i) -> velocities (C, H_i, W_i). */
    public List<Tensor> forward(
            List<Tensor> latents,
            ReferenceTokens references,
            Conditions embedded,
            Tensor timesteps,
            Set<Integer> skipLayers) {
        List<Tensor> rows = new ArrayList<>();
        long targets = 0;
        for (int i = 0; i < latents.size(); i++) {
            Tensor target = patchEmbed.forward(latents.get(i).unsqueeze(0)).squeeze(0);
            Tensor reference = references.rows().get(i);
            rows.add(reference == null ? target : Tensor.cat(0, target, reference));
            targets = Math.max(targets, target.size(0));
        }
        Packed packed = Packed.of(rows, embedded.sequence().size(1));
        Tensor patches = velocities(packed.tokens(), packed.masks(), targets, embedded, timesteps, skipLayers);
        List<Tensor> velocities = new ArrayList<>();
        for (int i = 0; i < latents.size(); i++) {
            Tensor latent = latents.get(i);
            Tensor own = patches.narrow(0, i, 1).narrow(1, 0, patchEmbed.tokens(latent));
            velocities.add(patchEmbed
                    .unpatchify(own, latent.size(1) / config.patch(), latent.size(2) / config.patch())
                    .squeeze(0));
        }
        return velocities;
    }

    /** Rows of different length, right-padded with zeros to the longest: tokens (B, N, D). */
    private record Packed(Tensor tokens, Masks masks) {
        static Packed of(List<Tensor> rows, long contextTokens) {
            long[] counts = rows.stream().mapToLong(row -> row.size(0)).toArray();
            long longest = rows.stream().mapToLong(row -> row.size(0)).max().orElseThrow();
            List<Tensor> padded = rows.stream()
                    .map(row -> row.size(0) == longest ? row : pad(row, 0, 0, 0, longest - row.size(0)))
                    .toList();
            return new Packed(Tensor.stack(0, padded), Masks.of(counts, longest, contextTokens));
        }
    }

    /** (B, N, D) -> (B, targets, p*p*C) */
    private Tensor velocities(
            Tensor tokens, Masks masks, long targets, Conditions embedded, Tensor timesteps, Set<Integer> skipLayers) {
        Tensor condition = silu(timeText.forward(timesteps, embedded.pooled())); // (B, D)
        Streams streams = new Streams(tokens, embedded.sequence());
        for (int i = 0; i < blocks.size(); i++) {
            if (!skipLayers.contains(i)) {
                JointBlock block = blocks.get(i);
                try (var scope = Scope.open()) {
                    Tensor[] out = ActivationCheckpointing.of(
                            in -> {
                                Streams next = block.forward(new Streams(in[0], in[1]), in[2], masks);
                                return new Tensor[] {next.image(), next.context()};
                            },
                            streams.image(),
                            streams.context(),
                            condition);
                    streams = new Streams(out[0], out[1]).keep(scope);
                }
            }
        }
        Tensor x = skipLayers.contains(blocks.size())
                ? streams.image().narrow(1, 0, targets)
                : lastBlock.forward(streams, condition, masks, targets);
        Tensor[] m = normOut.forward(condition); // scale, shift
        return projOut.forward(modulate(layerNorm(x, NORM_EPS), m[1], m[0]));
    }
}
