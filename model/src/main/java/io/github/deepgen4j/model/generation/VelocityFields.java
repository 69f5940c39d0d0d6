// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.Guided;
import io.github.deepgen4j.model.sampling.IntervalGuided;
import io.github.deepgen4j.model.sampling.SkipLayerGuided;
import io.github.deepgen4j.model.sampling.VelocityField;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * Velocity fields of a transformer: the one place where predictions are mixed, for drawing as for learning. A field may
 * be asked at any moment, and has a graph to whatever is trained unless recording is disabled.
 *
 * @param compute type of the arithmetic
 */
public record VelocityFields(DiffusionTransformer transformer, DType compute) {
    /**
     * The field that these options mix, conditions and references embedded once, now. Nothing of one step is used in
     * another.
     *
     * @param conditions each of B rows, or of one that holds for all B; negative ones are only looked at if guidance is
     *     active
     * @param references latents (C, h, w) of the references of each of the B images
     * @throws IllegalArgumentException if a step of these options uses what another has computed
     */
    public VelocityField of(
            ConditionPair conditions, List<List<Tensor>> references, SamplerOptions options, Observer observer) {
        if (options.shortcuts().remembers()) {
            throw new IllegalArgumentException(
                    "expected a field without reuse of other steps, found " + options.shortcuts());
        }
        return of(conditions, references, options, observer, new FieldMemories(options.shortcuts(), observer));
    }

    /** As the method above; steps come in their order, and what is reused belongs to {@code memories}. */
    VelocityField of(
            ConditionPair conditions,
            List<List<Tensor>> references,
            SamplerOptions options,
            Observer observer,
            FieldMemories memories) {
        int rows = references.size();
        EmbeddedConditions positive =
                transformer.embed(conditions.positive().to(compute)).expand(rows);
        ReferenceTokens tokens = transformer.embedReferences(
                references.stream().map(this::inComputeType).toList());
        VelocityField plain = observed(field(positive, tokens, Set.of(), memories), observer);
        if (!options.guidance().active()) {
            return plain;
        }
        EmbeddedConditions both = transformer
                .embed(conditions.negative().to(compute))
                .expand(rows)
                .followedBy(positive);
        Guided guided = new Guided(
                observedHalves(field(both, tokens.twice(), Set.of(), memories), observer), options.guidance());
        VelocityField mixed = guided;
        if (!options.skipLayers().layers().isEmpty()) {
            // With references, unlike the reference implementation (Q19)
            VelocityField skipped = field(positive, tokens, options.skipLayers().layers(), memories);
            mixed = new SkipLayerGuided(guided, checked(skipped, observer), options.skipLayers());
        }
        GuidanceInterval interval = options.shortcuts().guidance();
        return interval.equals(GuidanceInterval.ALL) ? mixed : new IntervalGuided(mixed, plain, interval);
    }

    private VelocityField field(
            EmbeddedConditions conditions,
            ReferenceTokens references,
            Set<Integer> skipLayers,
            FieldMemories memories) {
        return new TransformerVelocity(
                transformer, conditions, memories.of(references), skipLayers, memories.ofBlocks());
    }

    private List<Tensor> inComputeType(List<Tensor> latents) {
        return latents.stream().map(latent -> latent.to(compute)).toList();
    }

    private static VelocityField observed(VelocityField field, Observer observer) {
        return (latents, at) -> {
            Tensor velocity = field.velocity(latents, at);
            observer.record("v." + at.step(), velocity);
            return velocity;
        };
    }

    private static VelocityField observedHalves(VelocityField field, Observer observer) {
        return (latents, at) -> {
            Tensor velocity = field.velocity(latents, at);
            observer.record("v_neg." + at.step(), () -> velocity.chunk(2, 0)[0]);
            observer.record("v_pos." + at.step(), () -> velocity.chunk(2, 0)[1]);
            return velocity;
        };
    }

    /** A pass that may be cancelled before it begins. */
    private static VelocityField checked(VelocityField field, Observer observer) {
        return (latents, at) -> {
            observer.check();
            return field.velocity(latents, at);
        };
    }
}
