// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.benchmark.Scores.Scored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of a benchmark.
 *
 * @param edits whether its items have reference images
 * @param prompts how many different ones the images have
 * @param interval of the share that passed, as if no prompt came twice
 * @param measures mean of each graded measure over the images it applies to
 */
public record GroupScore(
        String group,
        boolean edits,
        int images,
        int prompts,
        int passed,
        Wilson interval,
        Map<String, Double> measures) {

    static GroupScore of(List<Scored> scored) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Scored one : scored) {
            one.verdict().measures().forEach((name, value) -> {
                sums.merge(name, value, Double::sum);
                counts.merge(name, 1, Integer::sum);
            });
        }
        sums.replaceAll((name, sum) -> sum / counts.get(name));
        int passed = (int) scored.stream().filter(one -> one.verdict().passed()).count();
        Manifest.Entry first = scored.getFirst().image();
        return new GroupScore(
                first.group(),
                !first.reference().isEmpty(),
                scored.size(),
                (int) scored.stream()
                        .map(one -> one.image().prompt())
                        .distinct()
                        .count(),
                passed,
                Wilson.of(passed, scored.size()),
                sums);
    }

    /** Share that passed, 0..1. */
    public double rate() {
        return (double) passed / images;
    }
}
