// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

/** Whoever answers questions: a judge, an engine, a program. May be asked by several threads at once. */
public interface Answerer {
    /** True for a question that it can be asked. */
    boolean takes(Question question);

    /**
     * The identity of the one who answers this question: model and parameters, equal only where the answers can be the
     * same. Part of the key of records and results.
     */
    String fingerprint(Question question);

    /**
     * Asks once; failures of the connection are repeated inside.
     *
     * @param attempt 0 for the first, larger when earlier replies could not be used
     * @throws AnswerException if there is no answer
     * @throws io.github.deepgen4j.model.image.ImageException if a picture cannot be read
     */
    Reply answer(Question question, int attempt);
}
