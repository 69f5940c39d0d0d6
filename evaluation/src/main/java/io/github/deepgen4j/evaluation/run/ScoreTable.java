// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.task.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The rows of {@code scores.json}, one a picture. */
final class ScoreTable<V> {
    private final Outcomes<V> outcomes;
    private final Summary summary;
    private final Map<String, SampleScore> samples = new HashMap<>();
    private final List<Scores.Scored> rows = new ArrayList<>();
    private int whole;

    ScoreTable(Outcomes<V> outcomes, Summary summary) {
        this.outcomes = outcomes;
        this.summary = summary;
        summary.samples().forEach(sample -> samples.put(key(sample.item(), sample.sample()), sample));
    }

    private static String key(String item, String sample) {
        return item + "\0" + sample;
    }

    void add(Item item, Drawn drawn) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Failure> failures = new LinkedHashMap<>();
        outcomes.of(item).getOrDefault(drawn.sample(), new TreeMap<>()).forEach((name, outcome) -> {
            outcome.value().ifPresent(value -> values.put(name, value));
            outcome.failure().ifPresent(failure -> failures.put(name, failure));
        });
        whole += failures.isEmpty() ? 1 : 0;
        SampleScore score = samples.get(key(item.id(), drawn.sample()));
        rows.add(new Scores.Scored(
                item.id(),
                item.group(),
                item.prompt(),
                drawn.sample(),
                drawn.picture().name(),
                drawn.sources().isEmpty() ? "" : drawn.sources().getFirst().name(),
                score == null ? OptionalDouble.empty() : OptionalDouble.of(score.score()),
                score == null ? "" : score.decision(),
                values,
                failures));
    }

    List<Scores.Scored> rows() {
        return rows;
    }

    /** Pictures all of whose questions have an answer. */
    int whole() {
        return whole;
    }

    Optional<Scores.Headline> headline(BenchmarkInfo.Headline info, Counts counts, boolean allowPartial) {
        if (summary.headline().isEmpty() || !counts.complete() && !allowPartial) {
            return Optional.empty();
        }
        return Optional.of(new Scores.Headline(
                info.definition(),
                summary.headline().getAsDouble(),
                info.best(),
                info.inferred(),
                counts.complete() ? "" : counts.covered()));
    }
}
