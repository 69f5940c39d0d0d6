// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The velocities that a transformer gives for a lesson, alone or guided. As the fields of drawing
 * ({@link io.github.deepgen4j.model.generation.VelocityFields}), but every sample has its own size and noise level.
 * Conditions and references are embedded once.
 */
final class TransformerField implements LessonField {
    private final DiffusionTransformer transformer;
    private final DType compute;
    private final int trainTimesteps;
    private final EmbeddedConditions conditions; // B rows, or 2B with guidance, negatives first
    private final ReferenceTokens references;
    private final List<Guidance> guidance; // of each sample; empty for none

    private TransformerField(
            DiffusionTransformer transformer,
            DType compute,
            int trainTimesteps,
            EmbeddedConditions conditions,
            ReferenceTokens references,
            List<Guidance> guidance) {
        this.transformer = transformer;
        this.compute = compute;
        this.trainTimesteps = trainTimesteps;
        this.conditions = conditions;
        this.references = references;
        this.guidance = guidance;
    }

    /**
     * The field of positive prompts alone.
     *
     * @param compute type of the arithmetic
     * @param trainTimesteps what the transformer is told at noise level 1
     */
    static TransformerField plain(DiffusionTransformer transformer, DType compute, int trainTimesteps, Lesson lesson) {
        EmbeddedConditions positive =
                transformer.embed(lesson.conditions().positive().to(compute));
        ReferenceTokens references = embedded(transformer, compute, lesson);
        return new TransformerField(transformer, compute, trainTimesteps, positive, references, List.of());
    }

    /** The field under classifier-free guidance, of each sample by its own strength. */
    static TransformerField guided(
            DiffusionTransformer transformer,
            DType compute,
            int trainTimesteps,
            Lesson lesson,
            List<Guidance> guidance) {
        EmbeddedConditions both = transformer.embed(lesson.conditions()
                .negative()
                .followedBy(lesson.conditions().positive())
                .to(compute));
        ReferenceTokens references = embedded(transformer, compute, lesson).twice();
        return new TransformerField(transformer, compute, trainTimesteps, both, references, List.copyOf(guidance));
    }

    private static ReferenceTokens embedded(DiffusionTransformer transformer, DType compute, Lesson lesson) {
        return transformer.embedReferences(lesson.references().stream()
                .map(row -> row.stream().map(latents -> latents.to(compute)).toList())
                .toList());
    }

    @Override
    public List<Tensor> velocities(List<Tensor> latents, float[] sigmas) {
        int rows = latents.size();
        List<Tensor> given =
                new ArrayList<>(latents.stream().map(x -> x.to(compute)).toList());
        if (guidance.isEmpty()) {
            return float32(predict(given, timesteps(sigmas, 1)));
        }
        given.addAll(List.copyOf(given));
        List<Tensor> both = predict(given, timesteps(sigmas, 2));
        List<Tensor> mixed = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            mixed.add(guidance.get(i).combine(both.get(i), both.get(rows + i)));
        }
        return float32(mixed);
    }

    private List<Tensor> predict(List<Tensor> latents, Tensor timesteps) {
        return transformer.forward(latents, references, conditions, timesteps, Set.of());
    }

    private Tensor timesteps(float[] sigmas, int times) {
        float[] timesteps = new float[sigmas.length * times];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = sigmas[i % sigmas.length] * trainTimesteps;
        }
        return Tensor.of(timesteps, timesteps.length);
    }

    private static List<Tensor> float32(List<Tensor> velocities) {
        return velocities.stream().map(v -> v.to(DType.F32)).toList();
    }
}
