// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of a run's outcomes.
 *
 * @param headline the one figure; empty where the rules refuse it or nothing was scored
 * @param figures all other ones, in the order of reports
 * @param contributions of the items to the headline
 * @param weights of strata in the headline; all the same when empty
 * @param samples how good each picture is that was scored
 * @param notes what a reader must know, such as rows that a rule leaves out
 */
public record Summary(
        OptionalDouble headline,
        List<Figure> figures,
        List<Contribution> contributions,
        Map<String, Double> weights,
        List<SampleScore> samples,
        List<String> notes) {
    public Summary {
        figures = List.copyOf(figures);
        contributions = List.copyOf(contributions);
        weights = new LinkedHashMap<>(weights);
        samples = List.copyOf(samples);
        notes = List.copyOf(notes);
    }
}
