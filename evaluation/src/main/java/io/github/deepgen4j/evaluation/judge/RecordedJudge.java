// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;

/**
 * A judge of which only the answers in a journal are left.
 *
 * @param model its name when it was asked
 */
public record RecordedJudge(String model) implements Answerer {
    /** The fingerprint of answers by a model of this name. */
    public static String fingerprint(String model) {
        return "judge " + model;
    }

    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Chat;
    }

    @Override
    public String fingerprint(Question question) {
        return fingerprint(model);
    }

    @Override
    public Reply answer(Question question, int attempt) {
        throw new AnswerException(new Failure(Failure.Kind.NOT_ASKED, "the journal has no answer of " + model));
    }
}
