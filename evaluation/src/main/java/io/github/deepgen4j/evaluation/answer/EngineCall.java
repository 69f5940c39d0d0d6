// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.answer;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Reply;
import java.util.function.Supplier;

/** The call of an engine: that it cannot answer is a failure of its question alone. */
final class EngineCall {
    private EngineCall() {}

    static Reply reply(Supplier<Reply> call) {
        try {
            return call.get();
        } catch (EngineException e) {
            throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, e.getMessage()), e);
        }
    }
}
