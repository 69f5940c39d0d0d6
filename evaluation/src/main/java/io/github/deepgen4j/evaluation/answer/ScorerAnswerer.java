// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import java.util.function.Supplier;

/**
 * Asks one scorer of pictures.
 *
 * @param name under which questions ask for it
 * @param scorer opens it, or gives the one that is open
 */
public record ScorerAnswerer(String name, Supplier<PictureScorer> scorer) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Rate rate && rate.scorer().equals(name);
    }

    @Override
    public String fingerprint(Question question) {
        return "scorer " + name + " " + scorer.get().fingerprint();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.Rate asked = (Question.Rate) question;
        return EngineCall.reply(() -> new Reply.Number(scorer.get()
                .score(asked.picture().image(), asked.prompt(), asked.source().map(Picture::image))));
    }
}
