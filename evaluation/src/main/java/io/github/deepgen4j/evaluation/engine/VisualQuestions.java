// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/** Answers questions about an image that expect yes or no (VQA). */
public interface VisualQuestions extends Engine {
    /**
     * The answers as the model gives them: for example {@code yes}, {@code no}, or another word.
     *
     * @return one answer for each question, in the same order
     * @throws EngineException if it cannot answer
     */
    List<String> answers(Image image, List<String> questions);
}
