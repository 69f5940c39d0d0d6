// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.hub.retry.HttpService;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * A server's answer to a chat request.
 *
 * @param sent tokens that it counted
 * @param received tokens that it counted
 */
record ChatResponse(Reply.Text reply, long sent, long received) {
    /**
     * Reads the body of an answer of status 200.
     *
     * @throws AnswerException if a content filter kept the text back
     * @throws IOException if it is no chat answer, as from a proxy: another call may bring one
     */
    static ChatResponse of(byte[] body) throws IOException {
        JsonNode json = json(body);
        if (!json.isObject() || !json.path("choices").isArray()) {
            if (refused(json.path("error"))) {
                throw refusal(HttpService.Answer.beginning(body));
            }
            throw new IOException("expected the JSON of a chat, found " + HttpService.Answer.beginning(body));
        }
        JsonNode choice = json.path("choices").stream().findFirst().orElse(null);
        if (choice == null) {
            throw refusal("no choice");
        }
        String finish = text(choice.path("finish_reason"));
        JsonNode message = choice.path("message");
        String refusal = text(message.path("refusal"));
        if (finish.equals("content_filter") || !refusal.isEmpty()) {
            throw refusal(refusal.isEmpty() ? "finish reason content_filter" : refusal);
        }
        JsonNode usage = json.path("usage");
        return new ChatResponse(
                new Reply.Text(content(message.path("content")), finish),
                number(usage.path("prompt_tokens")),
                number(usage.path("completion_tokens")));
    }

    /** True if the body of an error says that a content filter is its cause. */
    static boolean refused(byte[] body) {
        try {
            return refused(json(body).path("error"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean refused(JsonNode error) {
        String all = error.isMissingNode() ? "" : error.toString();
        return all.contains("content_filter")
                || all.contains("content_policy_violation")
                || all.contains("ResponsibleAIPolicyViolation");
    }

    static AnswerException refusal(String reason) {
        return new AnswerException(new Failure(Failure.Kind.REFUSED, "the judge's content filter: " + reason));
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return Json.read(body);
        } catch (JacksonException e) {
            throw new IOException("expected JSON, found " + HttpService.Answer.beginning(body), e);
        }
    }

    /** A text, or the texts of its parts; none for null. */
    private static String content(JsonNode content) {
        return content.isArray()
                ? content.stream().map(part -> text(part.path("text"))).collect(Collectors.joining())
                : text(content);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    private static long number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : 0;
    }
}
