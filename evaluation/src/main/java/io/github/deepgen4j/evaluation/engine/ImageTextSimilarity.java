// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;

/** Embeds images and texts into one space, as CLIP does. */
public interface ImageTextSimilarity extends Engine {
    /**
     * The embedding of an image.
     *
     * @return of length 1
     * @throws EngineException if it cannot answer
     */
    float[] embed(Image image);

    /**
     * The embedding of a text, which is cut off where the model's context ends.
     *
     * @return of length 1, as many numbers as for an image
     * @throws EngineException if it cannot answer
     */
    float[] embed(String text);

    /** The cosine of the embeddings of an image and a text, -1..1. */
    default double cosine(Image image, String text) {
        float[] seen = embed(image);
        float[] said = embed(text);
        double sum = 0;
        for (int i = 0; i < seen.length; i++) {
            sum += (double) seen[i] * said[i];
        }
        return sum;
    }
}
