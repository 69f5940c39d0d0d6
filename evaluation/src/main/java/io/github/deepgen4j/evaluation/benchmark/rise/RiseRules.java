// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The official scores of an item ({@code rise: gpt_eval.py: calculate_score, calculate_completion}). NaN stands for
 * what was not judged.
 */
final class RiseRules {
    static final double NONE = Double.NaN;

    private static final double BEST = 5;

    private RiseRules() {}

    /** The three grades of an item, 1 to 5; NaN for what was not judged. */
    record Grades(double consistency, double reasoning, double quality) {
        static final Grades UNREAD = new Grades(NONE, NONE, NONE);

        boolean read() {
            return !Double.isNaN(reasoning);
        }
    }

    /**
     * Grades of the judges' numbers as the script joins them: the lists are concatenated, three numbers are taken as
     * they stand, two as those of a logical item, 0 or 1, which become 1 and 5.
     *
     * @param consistency empty if it was not asked for
     * @param quality empty if it was not asked for
     * @return unread if a judge gave no number; empty for other lengths, on which the script ends
     */
    static Optional<Grades> concatenated(
            Optional<List<Double>> consistency, List<Double> reasoning, Optional<List<Double>> quality) {
        List<Double> all = new ArrayList<>(consistency.orElse(List.of(NONE)));
        all.addAll(reasoning);
        all.addAll(quality.orElse(List.of()));
        if (reasoning.isEmpty()
                || consistency.filter(List::isEmpty).isPresent()
                || quality.filter(List::isEmpty).isPresent()) {
            return Optional.of(Grades.UNREAD);
        }
        return switch (all.size()) {
            case 2 -> Optional.of(logical(all.get(0), all.get(1)));
            case 3 -> Optional.of(new Grades(all.get(0), all.get(1), all.get(2)));
            default -> Optional.empty();
        };
    }

    /** Grades of the first number of each judge, as {@link #concatenated} but for the others. */
    static Grades first(
            boolean logical,
            Optional<List<Double>> consistency,
            List<Double> reasoning,
            Optional<List<Double>> quality) {
        if (reasoning.isEmpty()
                || consistency.filter(List::isEmpty).isPresent()
                || quality.filter(List::isEmpty).isPresent()) {
            return Grades.UNREAD;
        }
        double appearance = consistency.map(List::getFirst).orElse(NONE);
        return logical
                ? logical(appearance, reasoning.getFirst())
                : new Grades(
                        appearance,
                        reasoning.getFirst(),
                        quality.map(List::getFirst).orElse(NONE));
    }

    /** 0 becomes 1, 1 and more become 5. */
    private static Grades logical(double consistency, double reasoning) {
        return new Grades(4 * Math.min(consistency, 1) + 1, 4 * Math.min(reasoning, 1) + 1, NONE);
    }

    /** The weighted score, 1 to 5, halved but not below 1 where the reasoning has the lowest grade. */
    static double score(RiseCategory category, Consistency consistency, Grades grades) {
        double score;
        if (category == RiseCategory.LOGICAL) {
            score = 0.3 * grades.consistency() + 0.7 * grades.reasoning();
        } else if (consistency == Consistency.JUDGED) {
            score = 0.3 * grades.consistency() + 0.5 * grades.reasoning() + 0.2 * grades.quality();
        } else {
            score = 0.2 * grades.quality() + 0.8 * grades.reasoning();
        }
        if (grades.reasoning() == 1) {
            score *= 0.5;
            return score < 1 ? 1 : score;
        }
        return score;
    }

    /**
     * All grades are the best.
     *
     * @param beforeFix as before commit ce8cba3, when an item without a judged consistency could never be complete
     */
    static boolean complete(RiseCategory category, Consistency consistency, Grades grades, boolean beforeFix) {
        boolean reasoned = grades.reasoning() == BEST;
        if (category == RiseCategory.LOGICAL) {
            return reasoned && grades.consistency() == BEST;
        }
        boolean kept = grades.consistency() == BEST || (consistency == Consistency.FREE && !beforeFix);
        return kept && reasoned && grades.quality() == BEST;
    }

    /** A grade or score of 1 to 5 in per cent. */
    static double percent(double score) {
        return 25 * (score - 1);
    }
}
