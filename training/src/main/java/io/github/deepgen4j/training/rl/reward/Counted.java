// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the questions that somebody is really asked. A judge that refuses the key or the address fails these questions
 * only: the share of failures decides whether the run goes on.
 */
record Counted(Answerer answerer, AtomicLong asked) implements Answerer {
    @Override
    public boolean takes(Question question) {
        return answerer.takes(question);
    }

    @Override
    public String fingerprint(Question question) {
        return answerer.fingerprint(question);
    }

    @Override
    public Reply answer(Question question, int attempt) {
        asked.incrementAndGet();
        try {
            Reply reply = answerer.answer(question, attempt);
            if (reply instanceof Reply.Text text && text.text().isBlank()) {
                throw new AnswerException(
                        new Failure(Failure.Kind.UNREADABLE, "expected a reply, found one without text"));
            }
            return reply;
        } catch (ConfigException e) {
            throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, e.getMessage()), e);
        }
    }
}
