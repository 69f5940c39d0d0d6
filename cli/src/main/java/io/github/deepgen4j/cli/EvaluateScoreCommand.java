// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.GroupScore;
import io.github.deepgen4j.evaluation.benchmark.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
            groups.forEach(group -> System.out.printf(
                    Locale.ROOT,
                    "%-16s %4d of %4d passed, %5.1f %%%n",
                    group.group(),
                    group.passed(),
                    group.images(),
                    100 * group.rate()));
        }
        return 0;
    }
}
