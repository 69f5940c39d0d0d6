// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.function.Supplier;

/**
 * Asks an encoder of images and texts.
 *
 * @param encoder opens it, or gives the one that is open
 */
public record SimilarityAnswerer(Supplier<ImageTextSimilarity> encoder) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Similarity;
    }

    @Override
    public String fingerprint(Question question) {
        return "clip " + encoder.get().fingerprint();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.Similarity asked = (Question.Similarity) question;
        Image image = asked.picture().image();
        return EngineCall.reply(() -> new Reply.Cosine(encoder.get().cosine(image, asked.caption())));
    }
}
