// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.model.image.Size;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A benchmark with all kinds of files: single samples, a grid of four, a file beside them. Nothing is asked. */
final class Tiles implements Benchmark<Tiles.Word, Boolean> {
    record Word(String id, int index, int samples) implements Item {
        @Override
        public String group() {
            return "all";
        }

        @Override
        public String prompt() {
            return "a " + id;
        }
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "tiles", "", List.of("en"), Mode.OFFICIAL, new BenchmarkInfo.Headline("nothing", 1, false), 0);
    }

    @Override
    public List<Word> load(Path data, Options options) {
        return List.of(new Word("one", 0, 4), new Word("grid", 1, 4), new Word("few", 2, 2), new Word("last", 3, 4));
    }

    @Override
    public Protocol protocol() {
        return Protocol.textToImage(4).withSize(new Size(64, 64));
    }

    @Override
    public List<SampleRequest> plan(Word item, Protocol protocol) {
        return IntStream.range(0, item.samples())
                .mapToObj(i -> new SampleRequest(i, item.prompt(), protocol.seedOf(item.index(), i), Optional.empty()))
                .toList();
    }

    @Override
    public List<Artifact> artifacts(Word item) {
        if (item.id().equals("grid")) {
            return List.of(new Artifact.Grid("grid.png", List.of(0, 1, 2, 3), 2));
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (int i = 0; i < item.samples(); i++) {
            artifacts.add(new Artifact.Single(item.id() + "/" + i + ".png", i));
        }
        artifacts.add(new Artifact.Side(
                item.id() + "/note.txt", () -> ("an item: " + item.id()).getBytes(StandardCharsets.UTF_8)));
        return artifacts;
    }

    @Override
    public List<Task> tasks(Word item, Drawn drawn, Options options) {
        return List.of();
    }

    @Override
    public Parsed<Boolean> parse(Word item, Task task, Answer answer, Options options) {
        return Parsed.ok(true);
    }

    @Override
    public Summary aggregate(List<Word> items, Outcomes<Boolean> outcomes, Options options) {
        return new Summary(OptionalDouble.empty(), List.of(), List.of(), Map.of(), List.of(), List.of());
    }
}
