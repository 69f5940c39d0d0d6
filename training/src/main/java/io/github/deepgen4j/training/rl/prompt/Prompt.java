// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A text to draw pictures for.
 *
 * @param dataset name of the data set that it comes from
 * @param rewards weights above 0 of the rewards that its pictures get, sorted by name
 */
public record Prompt(String text, String dataset, Map<String, Double> rewards, Origin origin) {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    public Prompt {
        rewards = Collections.unmodifiableMap(new TreeMap<>(rewards));
    }

    /** A prompt of which nothing but the text is known. */
    public Prompt(String text, String dataset, Map<String, Double> rewards) {
        this(text, dataset, rewards, new Origin.Line());
    }

    /** The texts between plain double quotes, as they stand there; empty ones are left out. */
    public List<String> quoted() {
        return quoted(text);
    }

    /** As {@link #quoted()}, of any text. */
    public static List<String> quoted(String text) {
        return QUOTED.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }
}
