// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pictures on which GenEval's verdict is that of ShapeWorld's own scorer, and those on which it is not. */
final class Agreement {
    private static final String ALL = "all";

    private int both;
    private int same;
    private int unasked;
    private final List<String> differences = new ArrayList<>();

    /** @param own ShapeWorld's verdict; its reasons are the measures that are not full */
    void add(GenEvalItem item, String sample, Judged judged, Judged own) {
        both++;
        if (judged.correct() == own.correct()) {
            same++;
            return;
        }
        boolean beyond = judged.correct() && isBeyond(item.tag(), own.reasons());
        unasked += beyond ? 1 : 0;
        differences.add("%s sample %s, \"%s\": %s"
                .formatted(
                        item.id(),
                        sample,
                        item.prompt(),
                        judged.correct()
                                ? "only ShapeWorld's scorer fails it, for " + String.join(", ", own.reasons())
                                        + (beyond ? ", which GenEval does not ask" : "")
                                : "only GenEval fails it: " + String.join("; ", judged.reasons())));
    }

    /** True if GenEval asks for none of what is missed: it looks for objects, and for nothing around them. */
    private static boolean isBeyond(Tag tag, List<String> missed) {
        Set<String> beyond = new HashSet<>(Set.of("sizes", "background"));
        if (tag != Tag.COUNTING) {
            beyond.add("count"); // further objects, and specks
        }
        if (tag != Tag.COLORS && tag != Tag.COLOR_ATTR) {
            beyond.add("colours");
        }
        if (missed.contains("count")) {
            beyond.add("places"); // never fulfilled then
        }
        return !missed.isEmpty() && beyond.containsAll(missed);
    }

    /** None where there is nothing to compare. */
    List<Figure> figures() {
        return both == 0
                ? List.of()
                : List.of(
                        figure("same verdict as ShapeWorld", same),
                        figure("same on what GenEval asks", same + unasked));
    }

    private Figure figure(String measure, int count) {
        return new Figure(ALL, measure, (double) count / both, Figure.Form.PASSED, both);
    }

    List<String> differences() {
        return List.copyOf(differences);
    }
}
