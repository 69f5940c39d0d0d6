// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks a model that answers yes or no.
 *
 * @param model opens it, or gives the one that is open
 */
public record QuestionsAnswerer(Supplier<VisualQuestions> model) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.YesNo;
    }

    @Override
    public String fingerprint(Question question) {
        return "vqa " + model.get().fingerprint();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.YesNo asked = (Question.YesNo) question;
        Image image = asked.picture().image();
        return EngineCall.reply(() -> new Reply.Said(
                model.get().answers(image, List.of(asked.question())).getFirst()));
    }
}
