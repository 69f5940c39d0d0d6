// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The settings with which a judge is asked, apart from its model.
 *
 * @param temperature not sent when empty
 * @param maxTokens of the attempts, the last for all further ones; not sent when there is none
 * @param attempts how often it is asked in all when its replies cannot be used, at least 1; failures of the connection
 *     are repeated apart from that
 * @param extra further fields of the request, such as {@code repetition_penalty}
 */
public record ChatParameters(
        OptionalDouble temperature, List<Integer> maxTokens, int attempts, Map<String, Object> extra) {
    public ChatParameters {
        maxTokens = List.copyOf(maxTokens);
        extra = new LinkedHashMap<>(extra);
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts expected at least 1, found " + attempts);
        }
    }

    /** A temperature, a bound of the reply's tokens, a number of attempts. */
    public static ChatParameters of(double temperature, int maxTokens, int attempts) {
        return new ChatParameters(OptionalDouble.of(temperature), List.of(maxTokens), attempts, Map.of());
    }

    /** The server's own temperature and length. */
    public static ChatParameters serverDefaults(int attempts) {
        return new ChatParameters(OptionalDouble.empty(), List.of(), attempts, Map.of());
    }
}
