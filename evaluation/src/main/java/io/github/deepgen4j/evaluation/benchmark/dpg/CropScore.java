// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The score of one of an item's pictures.
 *
 * @param score share of questions that are answered yes and whose parents are, 0..1
 * @param yes every question and whether its own answer was yes
 */
record CropScore(double score, Map<DpgQuestion, Boolean> yes) {
    private static final String YES = "yes";

    CropScore {
        yes = new LinkedHashMap<>(yes);
    }

    /** True for the one answer that counts: exactly {@code yes}, in lower case. */
    static boolean isYes(String answer) {
        return answer.equals(YES);
    }

    /**
     * Zeroes in the order of the table: a question counts if its parents do at that time, so that an answer withdrawn
     * from a parent that stands below its child does not reach the child.
     *
     * @return empty where the script fails and drops the item in silence: a parent is not among the questions
     */
    static Optional<CropScore> official(List<DpgQuestion> questions, Map<Integer, Boolean> yes) {
        Map<Integer, Boolean> counts = new LinkedHashMap<>();
        questions.forEach(question -> counts.put(question.id(), yes.get(question.id())));
        for (DpgQuestion question : questions) {
            for (int parent : question.parents()) {
                Boolean held = counts.get(parent);
                if (held == null) {
                    return Optional.empty();
                }
                if (!held) {
                    counts.put(question.id(), false);
                    break;
                }
            }
        }
        return Optional.of(of(questions, yes, counts));
    }

    /** Zeroes whatever depends on a question that is not answered yes, over any number of steps and in any order. */
    static CropScore fixed(List<DpgQuestion> questions, Map<Integer, Boolean> yes) {
        Map<Integer, DpgQuestion> byId = new LinkedHashMap<>();
        questions.forEach(question -> byId.put(question.id(), question));
        Map<Integer, Boolean> counts = new LinkedHashMap<>();
        byId.forEach((id, question) -> counts.put(id, counts(question, byId, yes)));
        return of(questions, yes, counts);
    }

    private static boolean counts(DpgQuestion question, Map<Integer, DpgQuestion> byId, Map<Integer, Boolean> yes) {
        return yes.get(question.id())
                && question.parents().stream().allMatch(parent -> counts(byId.get(parent), byId, yes));
    }

    private static CropScore of(List<DpgQuestion> questions, Map<Integer, Boolean> yes, Map<Integer, Boolean> counts) {
        Map<DpgQuestion, Boolean> raw = new LinkedHashMap<>();
        questions.forEach(question -> raw.put(question, yes.get(question.id())));
        long counted = counts.values().stream().filter(Boolean::booleanValue).count();
        return new CropScore((double) counted / questions.size(), raw);
    }
}
