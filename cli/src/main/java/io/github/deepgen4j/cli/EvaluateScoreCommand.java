// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.GroupScore;
import io.github.deepgen4j.evaluation.benchmark.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen evaluate score BENCHMARK}: judges the images of a folder. */
@Command(name = "score", description = "Scores the generated images and writes scores.json beside them.")
final class EvaluateScoreCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private BenchmarkMixin which;

    @Option(names = "--json", description = "Print one JSON object instead of one line per group.")
    private boolean json;

    @Override
    public Integer call() {
        Scores scores = Scores.of(which.benchmark(), which.folder());
        List<GroupScore> groups = scores.groups();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("benchmark", scores.benchmark());
            all.put("split", scores.split());
            all.put("settings", scores.settings());
            all.put("groups", groups);
            System.out.println(JSON.writeValueAsString(all));
        } else {
            groups.forEach(group -> System.out.println(
                    line(group.group(), group.passed(), group.images()) + shortOf(group.measures())));
            int images = groups.stream().mapToInt(GroupScore::images).sum();
            int passed = groups.stream().mapToInt(GroupScore::passed).sum();
            System.out.println(line("all", passed, images));
        }
        return 0;
    }

    private static String line(String name, int passed, int images) {
        return String.format(
                Locale.ROOT, "%-16s %4d of %4d passed, %5.1f %%", name, passed, images, 100.0 * passed / images);
    }

    /** The shares that are not full: why images did not pass. */
    private static String shortOf(Map<String, Double> measures) {
        return measures.entrySet().stream()
                .filter(measure -> !measure.getKey().endsWith("dB") && measure.getValue() < 1)
                .map(measure -> String.format(Locale.ROOT, ", %s %.1f %%", measure.getKey(), 100 * measure.getValue()))
                .collect(Collectors.joining());
    }
}
