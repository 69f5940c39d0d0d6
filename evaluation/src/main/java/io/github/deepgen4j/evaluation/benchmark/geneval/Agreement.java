// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import java.util.ArrayList;
import java.util.List;

/** How often GenEval's verdict on a picture is that of ShapeWorld's own scorer, and where it is not. */
final class Agreement {
    private int both;
    private int same;
    private final List<String> differences = new ArrayList<>();

    /** @param own ShapeWorld's verdict; its reasons are the demands that are not met */
    void add(GenEvalItem item, String sample, Judged judged, Judged own) {
        both++;
        if (judged.correct() == own.correct()) {
            same++;
            return;
        }
        differences.add("%s sample %s, \"%s\": %s"
                .formatted(
                        item.id(),
                        sample,
                        item.prompt(),
                        judged.correct()
                                ? "only ShapeWorld's scorer fails it, for " + String.join(", ", own.reasons())
                                : "only GenEval fails it: " + String.join("; ", judged.reasons())));
    }

    /** None where there is nothing to compare. */
    List<Figure> figures() {
        return both == 0
                ? List.of()
                : List.of(new Figure(
                        "all", "same verdict as ShapeWorld", (double) same / both, Figure.Form.PASSED, both));
    }

    List<String> differences() {
        return List.copyOf(differences);
    }
}
