// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.task.Answerer;
import java.util.List;
import java.util.Optional;

/** The engines that somebody has, for those who ask questions but open no engine themselves. */
public interface EngineAccess {
    /** No engines at all. */
    EngineAccess NONE = new EngineAccess() {
        @Override
        public List<Answerer> answerers() {
            return List.of();
        }

        @Override
        public PictureScorer scorer(String name, String word) {
            throw new EngineException(name + " expected engines that can open " + word + ", found none");
        }
    };

    /** One for each kind of engine that is there; none opens its engine before it is asked. */
    List<Answerer> answerers();

    /**
     * The encoder of images and texts, opened where it is not yet; empty if there is none.
     *
     * @throws EngineException if it cannot be opened
     */
    default Optional<ImageTextSimilarity> similarity() {
        return answerers().stream()
                .filter(SimilarityAnswerer.class::isInstance)
                .map(answerer -> ((SimilarityAnswerer) answerer).encoder().get())
                .findFirst();
    }

    /**
     * Opens a scorer of pictures; the caller closes it.
     *
     * @param name of the score that is wanted
     * @param word an http address, or a folder with {@code engine.json}
     * @throws EngineException if it cannot be opened
     */
    PictureScorer scorer(String name, String word);
}
