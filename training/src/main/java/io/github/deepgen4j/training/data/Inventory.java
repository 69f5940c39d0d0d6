// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files, or members of tars, that a source saw when it was opened and that look like an image, a text or a data set.
 * Each of them is used or was left out for a reason.
 *
 * @param used number of those that belong to a sample, which may still turn out to be bad
 * @param leftOut all others, by reason
 * @param damage of files that are used as far as they go, a sentence for each
 */
public record Inventory(int used, List<LeftOut> leftOut, List<String> damage) {
    private static final int NAMED = 4;

    static final Inventory NOTHING_LEFT_OUT = new Inventory(0, List.of(), List.of());

    /** @param first the first names, in order */
    public record LeftOut(String reason, int count, List<String> first) {
        @Override
        public String toString() {
            return count + " left out, " + reason + ": " + String.join(", ", first)
                    + (count > first.size() ? ", ..." : "");
        }
    }

    /** Number of all that were seen. */
    @JsonProperty("seen")
    public int seen() {
        return used + leftOut.stream().mapToInt(LeftOut::count).sum();
    }

    /** True if there is nothing to tell. */
    @JsonIgnore
    public boolean isComplete() {
        return leftOut.isEmpty() && damage.isEmpty();
    }

    /** A line for each reason and each damage. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(damage);
        leftOut.forEach(reason -> lines.add(reason.toString()));
        return lines;
    }

    /** The end of a message that there is nothing to use: what was seen instead, if anything. */
    String instead() {
        return lines().stream().map(line -> "; " + line).collect(Collectors.joining());
    }

    /** Counts while a source is opened. */
    static final class Count {
        private final Map<String, List<String>> names = new LinkedHashMap<>();
        private final Map<String, Integer> counts = new LinkedHashMap<>();
        private final List<String> damage = new ArrayList<>();
        private int used;

        void use(int more) {
            used += more;
        }

        void leaveOut(String reason, String name) {
            List<String> first = names.computeIfAbsent(reason, _ -> new ArrayList<>());
            if (first.size() < NAMED) {
                first.add(name);
            }
            counts.merge(reason, 1, Integer::sum);
        }

        void damage(String sentence) {
            damage.add(sentence);
        }

        Inventory done() {
            List<LeftOut> leftOut = names.entrySet().stream()
                    .map(reason ->
                            new LeftOut(reason.getKey(), counts.get(reason.getKey()), List.copyOf(reason.getValue())))
                    .toList();
            return new Inventory(used, leftOut, List.copyOf(damage));
        }
    }
}
