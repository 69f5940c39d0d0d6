// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.run.Benchmarks;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.training.rl.reward.Service;
import io.github.deepgen4j.training.yaml.BesideFile;
import io.github.deepgen4j.training.yaml.Nearest;
import java.nio.file.Path;
import java.util.List;

/**
 * A benchmark of {@code deepgen evaluate} that a run is measured by at each validation. What is null is the benchmark's
 * own, or where that says nothing the model's.
 *
 * @param benchmark its name, or name and version
 * @param name in folders and curves; null for the benchmark's
 * @param data folder of its files as published; null for a benchmark that makes its items itself
 * @param language of the prompts
 * @param groups of items; all where empty
 * @param perGroup the first so many of each group, 0 for all
 * @param steps of denoising
 * @param guidance scale, 1 for none
 * @param size side in pixels
 * @param judge that answers its questions; null where it has none for a judge
 * @param checkout the user's copy of its repository, for judge texts without a licence
 */
public record EvaluationConfig(
        String benchmark,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String name,

        @BesideFile @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Path data,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String language,

        @JsonProperty(defaultValue = "[]") List<String> groups,
        @JsonProperty(defaultValue = "0") int perGroup,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Integer steps,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Double guidance,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Integer size,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Service judge,

        @BesideFile @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Path checkout) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public EvaluationConfig {
        groups = List.copyOf(groups);
        String known = Nearest.of(benchmark, Benchmarks.words())
                .or(() -> Nearest.of(benchmark, Benchmarks.names()))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        require(
                !Benchmarks.of(benchmark).isEmpty(),
                "benchmark",
                "one of " + String.join(", ", Benchmarks.names()) + ", or one of their versions as NAME:VERSION",
                benchmark + known);
        require(
                name == null || name.matches(NAME),
                "name",
                "letters, digits, dots, dashes and underscores for the name of a folder",
                name);
        Benchmark<?, ?> version = version(benchmark);
        require(
                data != null || version.info().publishedItems() == 0,
                "data",
                "the folder of the files of " + version.info().word() + " as published",
                "none");
        require(
                language == null || version.info().languages().contains(language),
                "language",
                "one of " + String.join(", ", version.info().languages()),
                language);
        require(perGroup >= 0 && perGroup <= Selection.MOST, "per_group", "0 to " + Selection.MOST, perGroup);
        require(steps == null || steps >= 1, "steps", "1 or more", steps);
        require(guidance == null || guidance >= 1, "guidance", "1 or more", guidance);
        require(size == null || size >= 16, "size", "16 or more", size);
        if (judge != null) {
            boolean reachable = judge.judge() != null || judge.url() != null && judge.model() != null;
            require(reachable, "judge", "url and model, or judge: shapeworld", judge);
            boolean official = judge.folder() == null && judge.temperature() == null && judge.maxTokens() == null;
            require(official, "judge", "no folder, temperature or max_tokens: the benchmark says how it asks", judge);
        }
    }

    private static Benchmark<?, ?> version(String word) {
        return Benchmarks.of(word).getFirst();
    }

    /** The benchmark in its version. */
    Benchmark<?, ?> version() {
        return version(benchmark);
    }

    /** The name of folders and curves. */
    public String title() {
        return name == null ? benchmark.replace(':', '-') : name;
    }

    /** The benchmark's way of drawing with what was chosen here. */
    Protocol protocol() {
        Protocol protocol = version().protocol();
        if (steps != null) {
            protocol = protocol.withSteps(steps);
        }
        if (guidance != null) {
            protocol = protocol.withGuidance(guidance);
        }
        return size == null ? protocol : protocol.withSize(new Size(size, size));
    }
}
