// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Reply;

/**
 * A reply to a task.
 *
 * @param attempt 0 for the first, larger when earlier replies could not be used
 */
public record Answer(Reply reply, int attempt) {
    /** A first reply. */
    public static Answer first(Reply reply) {
        return new Answer(reply, 0);
    }

    /** The text of a judge's reply. */
    public String text() {
        return ((Reply.Text) reply).text();
    }
}
