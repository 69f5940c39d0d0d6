// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.task.Reply.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rewards of DeepGen's reinforcement learning, which are not the benchmark's verdict: numbers must be exact, and
 * exclusions are ignored
 * ({@code deepgen_rl: rewards_services/api_services/geneval_scorer_service/gen_eval.py}, evaluate_reward).
 *
 * @param soft mean of partial scores, at most 1; negative where far too many objects are seen; 0 without clauses
 * @param strict all demands are met
 */
record Reward(double soft, boolean strict) {
    static Reward of(GenEvalItem item, KeptObjects objects) {
        List<Double> scores = new ArrayList<>();
        List<Optional<List<Seen>>> matched = new ArrayList<>();
        for (Clause clause : item.include()) {
            List<Seen> found = objects.of(clause.label());
            boolean met = met(clause, found, matched, scores);
            matched.add(met ? Optional.of(found) : Optional.empty());
        }
        return new Reward(
                scores.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                matched.stream().allMatch(Optional::isPresent));
    }

    private static boolean met(
            Clause clause, List<Seen> found, List<Optional<List<Seen>>> matched, List<Double> scores) {
        scores.add(closeness(clause.count(), found.size()));
        if (found.size() != clause.count()) {
            if (clause.colour().isPresent() || clause.place().isPresent()) {
                scores.add(0.0);
            }
            return false;
        }
        if (clause.colour().isPresent()) {
            int coloured = Fulfilment.coloured(found, clause.colour().get());
            scores.add(closeness(clause.count(), coloured));
            if (coloured != clause.count()) {
                return false;
            }
        }
        return clause.place().isEmpty() || placed(clause, found, matched, scores);
    }

    private static boolean placed(
            Clause clause, List<Seen> found, List<Optional<List<Seen>>> matched, List<Double> scores) {
        Optional<List<Seen>> targets = matched.get(clause.place().orElseThrow().target());
        boolean misplaced = Fulfilment.misplaced(clause, found, targets).isPresent();
        if (misplaced) {
            scores.add(0.0);
        }
        if (targets.isPresent()) {
            scores.add(1.0); // also beside the 0 of a misplaced object
        }
        return !misplaced;
    }

    private static double closeness(int wanted, int found) {
        return 1 - Math.abs(wanted - found) / (double) wanted;
    }
}
