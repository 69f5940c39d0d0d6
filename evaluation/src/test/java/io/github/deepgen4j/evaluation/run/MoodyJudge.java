// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import java.util.concurrent.atomic.AtomicInteger;

/** A judge that sees half light everywhere, after so many empty replies to each question. */
final class MoodyJudge implements Answerer {
    private final int empty;
    private final AtomicInteger asked = new AtomicInteger();

    MoodyJudge(int empty) {
        this.empty = empty;
    }

    int asked() {
        return asked.get();
    }

    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Chat;
    }

    @Override
    public String fingerprint(Question question) {
        return "moody";
    }

    @Override
    public Reply answer(Question question, int attempt) {
        asked.incrementAndGet();
        return new Reply.Text(attempt < empty ? "" : "0.5");
    }
}
