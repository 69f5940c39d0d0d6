// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.model.image.Image;
import java.util.Map;
import java.util.Optional;

/**
 * A scorer that is a trained encoder of images and texts: the cosine times a factor, as HPS (2) and PickScore (the
 * exponential of its logit scale over 26) are.
 */
public record SimilarityScorer(ImageTextSimilarity encoder, double factor) implements PictureScorer {
    /** The divisor of the published reward ({@code flow_grpo: flow_grpo/pickscore_scorer.py}). */
    private static final double PICKSCORE_RANGE = 26;

    /** PickScore's factor. */
    public static double pickScore(double logitScale) {
        return Math.exp(logitScale) / PICKSCORE_RANGE;
    }

    @Override
    public Fingerprint fingerprint() {
        Fingerprint own = encoder.fingerprint();
        return new Fingerprint(own.name(), own.version(), own.sha256(), Map.of("factor", String.valueOf(factor)));
    }

    @Override
    public double score(Image image, String prompt, Optional<Image> source) {
        return factor * encoder.cosine(image, prompt);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
