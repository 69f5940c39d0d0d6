// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;

/** Answers the questions that carry their own program. */
final class ProgramAnswerer implements Answerer {
    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Measure;
    }

    @Override
    public String fingerprint(Question question) {
        return "program " + ((Question.Measure) question).program();
    }

    @Override
    public Reply answer(Question question, int attempt) {
        Question.Measure measure = (Question.Measure) question;
        return new Reply.Measured(measure.rule().apply(measure.picture()));
    }
}
