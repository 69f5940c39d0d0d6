// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.training.objective.HaltException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The questions of an update, by what became of them.
 *
 * @param questions to judges and engines
 * @param asked of them, the others had an answer in the journal
 * @param failures of them
 * @param calls over the network, repeated ones included
 * @param dropped groups that nothing is learned from
 * @param infinite of these, those with a reward that is no finite number
 * @param reasons of the first failures, in words
 */
public record Tally(
        long questions, long asked, long failures, long calls, long dropped, long infinite, List<String> reasons) {
    /** Nothing was asked. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, List.of());

    private static final int KEPT = 5;

    public Tally {
        reasons = List.copyOf(reasons);
    }

    /** Both together, as of several processes. */
    public Tally plus(Tally other) {
        List<String> all = new ArrayList<>(reasons);
        all.addAll(other.reasons);
        return new Tally(
                questions + other.questions,
                asked + other.asked,
                failures + other.failures,
                calls + other.calls,
                dropped + other.dropped,
                infinite + other.infinite,
                all.subList(0, Math.min(KEPT, all.size())));
    }

    /** Questions that the journal answered. */
    public long cached() {
        return questions - asked;
    }

    /**
     * Stops a run of which too many questions have no answer.
     *
     * @param share of questions that may fail
     * @throws HaltException if more did
     */
    public void requireWithin(double share) {
        if (failures > share * questions) {
            throw new HaltException(String.format(
                    Locale.ROOT,
                    "%d of %d questions to judges and engines failed, more than %.1f %% (rewards.failures): %s; mend"
                            + " the service and resume: answered questions are not asked again",
                    failures,
                    questions,
                    100 * share,
                    String.join("; ", reasons)));
        }
    }

    /** The numbers by name, for metrics. */
    public Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("judge_questions", (double) questions);
        measures.put("judge_cached", (double) cached());
        measures.put("judge_failed", (double) failures);
        measures.put("judge_calls", (double) calls);
        measures.put("groups_dropped", (double) dropped);
        measures.put("groups_infinite", (double) infinite);
        return measures;
    }
}
