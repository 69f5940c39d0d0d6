// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Reply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One task and what came of it: a line of a {@link Journal}.
 *
 * @param task what the asker calls it
 * @param request the hash of everything that the answer may depend on, but who answers
 * @param by who answered: the fingerprint with model and parameters
 * @param replies of all attempts as they came, the last one first used; none where a question got no reply
 * @param value what the last reply was worth; only for readers, since results are computed from the replies
 * @param failure why there is no answer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Entry(
        String task,
        String request,
        String by,
        List<Reply> replies,
        Optional<JsonNode> value,
        Optional<Failure> failure) {
    public Entry {
        replies = replies == null ? List.of() : List.copyOf(replies);
        value = value.filter(node -> !node.isNull()); // as an absent field is read
    }

    /** True if the question got a reply that could be used. */
    public boolean answered() {
        return failure.isEmpty();
    }
}
