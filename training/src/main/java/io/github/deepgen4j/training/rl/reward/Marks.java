// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A judge's marks for one picture, each 0 to 5; the last one counts where a reply gives several (spec/rl.md section
 * 7.2).
 */
record Marks(Optional<Double> alignment, Optional<Double> style) {
    private static final Pattern MARK = Pattern.compile("(\\w+) Score \\(1-5\\):\\s*([0-5](?:\\.\\d+)?)");
    private static final int MOST = 5;

    static Marks of(String reply) {
        return new Marks(last(reply, "Alignment"), last(reply, "Style"));
    }

    private static Optional<Double> last(String reply, String name) {
        Optional<Double> mark = Optional.empty();
        for (Matcher found = MARK.matcher(reply); found.find(); ) {
            double value = Double.parseDouble(found.group(2));
            if (found.group(1).equals(name) && value <= MOST) {
                mark = Optional.of(value);
            }
        }
        return mark;
    }

    /** Nothing was marked. */
    boolean empty() {
        return alignment.isEmpty() && style.isEmpty();
    }

    /**
     * The means of alignment and style of several pictures. A mark that is missing is the mean of those of the others;
     * 0 where none has it.
     */
    static double[] rewards(List<Marks> all) {
        double alignment = mean(all, Marks::alignment);
        double style = mean(all, Marks::style);
        return all.stream()
                .mapToDouble(marks ->
                        (marks.alignment().orElse(alignment) + marks.style().orElse(style)) / 2)
                .toArray();
    }

    private static double mean(List<Marks> all, Function<Marks, Optional<Double>> mark) {
        return all.stream()
                .flatMap(marks -> mark.apply(marks).stream())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
