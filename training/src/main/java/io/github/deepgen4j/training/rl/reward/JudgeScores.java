// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Single scores in the replies of judges; empty where a reply gives none. */
final class JudgeScores {
    private static final Pattern FINAL = Pattern.compile("Final Score:\\s*([1-5](?:\\.\\d+)?)");
    private static final double BEST = 5;

    private JudgeScores() {}

    /** The mark 1 to 5 after {@code Final Score:}, as a share of 5 (spec/rl.md section 7, unifiedreward_sglang). */
    static Optional<Double> finalScore(String reply) {
        Matcher found = FINAL.matcher(reply);
        return found.find() ? Optional.of(Double.parseDouble(found.group(1)) / BEST) : Optional.empty();
    }

    /**
     * The field {@code score} of a JSON object, cut to 0..1: of the whole reply, or of what stands between the first
     * and the last brace (spec/rl.md section 7.4).
     */
    static Optional<Double> jsonScore(String reply) {
        return score(reply).or(() -> {
            int start = reply.indexOf('{');
            int end = reply.lastIndexOf('}');
            return start >= 0 && end > start ? score(reply.substring(start, end + 1)) : Optional.empty();
        });
    }

    private static Optional<Double> score(String text) {
        try {
            return number(Json.read(text).path("score"))
                    .filter(Double::isFinite)
                    .map(value -> Math.clamp(value, 0.0, 1.0));
        } catch (JacksonException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Double> number(JsonNode score) {
        if (score.isNumber()) {
            return Optional.of(score.doubleValue());
        }
        if (score.isBoolean()) {
            return Optional.of(score.booleanValue() ? 1.0 : 0);
        }
        return score.isString() ? Optional.of(Double.parseDouble(score.stringValue())) : Optional.empty();
    }
}
