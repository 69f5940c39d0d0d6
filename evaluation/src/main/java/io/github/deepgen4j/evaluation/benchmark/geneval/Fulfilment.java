// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.task.Reply.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The demands of a prompt that a picture meets or not ({@code geneval: evaluation/evaluate_images.py}, evaluate).
 *
 * @param reasons one for each demand that is not met
 */
record Fulfilment(boolean correct, List<String> reasons) {
    Fulfilment {
        reasons = List.copyOf(reasons);
    }

    /** Of a picture on which these objects were seen. */
    static Fulfilment of(GenEvalItem item, KeptObjects objects) {
        List<String> reasons = new ArrayList<>();
        List<Optional<List<Seen>>> matched = new ArrayList<>();
        for (Clause clause : item.include()) {
            List<Seen> all = objects.of(clause.label());
            List<Seen> best = all.subList(0, Math.min(clause.count(), all.size()));
            Optional<String> missed = missed(clause, best, matched);
            missed.ifPresent(reasons::add);
            matched.add(missed.isPresent() ? Optional.empty() : Optional.of(best));
        }
        for (Clause clause : item.exclude()) {
            int found = objects.of(clause.label()).size();
            if (found >= clause.count()) {
                reasons.add(
                        String.format(Locale.ROOT, "expected %s<%d, found %d", clause.label(), clause.count(), found));
            }
        }
        return new Fulfilment(reasons.isEmpty(), reasons);
    }

    /** The first demand of a clause that its surest objects do not meet. */
    private static Optional<String> missed(Clause clause, List<Seen> best, List<Optional<List<Seen>>> matched) {
        if (best.size() < clause.count()) {
            return Optional.of(String.format(
                    Locale.ROOT, "expected %s>=%d, found %d", clause.label(), clause.count(), best.size()));
        }
        if (clause.colour().isPresent() && coloured(best, clause.colour().get()) < clause.count()) {
            return Optional.of(wrongColours(clause, best));
        }
        return clause.place().flatMap(place -> misplaced(clause, best, matched.get(place.target())));
    }

    static int coloured(List<Seen> objects, BasicColour colour) {
        return (int) objects.stream()
                .filter(object -> object.colour().equals(colour.word()))
                .count();
    }

    private static String wrongColours(Clause clause, List<Seen> best) {
        String word = clause.colour().orElseThrow().word();
        return String.format(
                Locale.ROOT,
                "expected %s %s>=%d, found %d %s; and %s",
                word,
                clause.label(),
                clause.count(),
                coloured(best, clause.colour().get()),
                word,
                Arrays.stream(BasicColour.values())
                        .filter(colour -> coloured(best, colour) > 0)
                        .map(colour -> coloured(best, colour) + " " + colour.word())
                        .collect(Collectors.joining(", ")));
    }

    /** Every object must stand so to every object of the other clause. */
    static Optional<String> misplaced(Clause clause, List<Seen> objects, Optional<List<Seen>> targets) {
        String relation = clause.place().orElseThrow().relation();
        if (targets.isEmpty()) {
            return Optional.of(String.format(Locale.ROOT, "no target for %s to be %s", clause.label(), relation));
        }
        for (Seen object : objects) {
            for (Seen target : targets.get()) {
                Set<String> relations = Relations.of(object, target);
                if (!relations.contains(relation)) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "expected %s %s target, found %s target",
                            clause.label(),
                            relation,
                            String.join(" and ", relations)));
                }
            }
        }
        return Optional.empty();
    }
}
