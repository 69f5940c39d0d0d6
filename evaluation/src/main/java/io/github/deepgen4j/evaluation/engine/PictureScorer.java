// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;
import java.util.Optional;

/** Gives a picture a number: how well it fits a prompt, how beautiful or how sharp it is. More is better. */
public interface PictureScorer extends Engine {
    /**
     * The score of a picture.
     *
     * @param prompt that it was drawn for; some scorers do not look at it
     * @param source the picture that was edited, for scorers of edits
     * @return which may be no number where the scorer says so
     * @throws EngineException if it cannot answer
     */
    double score(Image image, String prompt, Optional<Image> source);
}
