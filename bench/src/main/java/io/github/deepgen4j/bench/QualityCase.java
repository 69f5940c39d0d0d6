// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.sampling.Shortcuts;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An image that is drawn in several ways.
 *
 * @param request without shortcuts
 * @param passes whether an image shows what was asked for, where a program can tell
 */
public record QualityCase(Request request, Optional<Predicate<Image>> passes) {
    /** A text to image, or an edit. */
    public sealed interface Request {
        SamplingOptions sampling();

        /** Draws it with shortcuts. */
        Generated draw(DeepGen deepgen, Shortcuts shortcuts, Observer observer);

        /** The tokens of one pass. */
        ImagePlan plan(DeepGen deepgen);
    }

    private record Prompt(GenerateRequest request) implements Request {
        @Override
        public SamplingOptions sampling() {
            return request.sampling();
        }

        @Override
        public Generated draw(DeepGen deepgen, Shortcuts shortcuts, Observer observer) {
            return deepgen.generate(request.withSampling(sampling().withShortcuts(shortcuts)), 1, observer)
                    .getFirst();
        }

        @Override
        public ImagePlan plan(DeepGen deepgen) {
            return deepgen.plan(request);
        }
    }

    private record Edit(EditRequest request) implements Request {
        @Override
        public SamplingOptions sampling() {
            return request.sampling();
        }

        @Override
        public Generated draw(DeepGen deepgen, Shortcuts shortcuts, Observer observer) {
            return deepgen.edit(request.withSampling(sampling().withShortcuts(shortcuts)), 1, observer)
                    .getFirst();
        }

        @Override
        public ImagePlan plan(DeepGen deepgen) {
            return deepgen.plan(request);
        }
    }

    /** A text to image that no program judges. */
    public static QualityCase of(GenerateRequest request) {
        return new QualityCase(new Prompt(request), Optional.empty());
    }

    /** An edit that no program judges. */
    public static QualityCase of(EditRequest request) {
        return new QualityCase(new Edit(request), Optional.empty());
    }

    public QualityCase judgedBy(Predicate<Image> program) {
        return new QualityCase(request, Optional.of(program));
    }
}
