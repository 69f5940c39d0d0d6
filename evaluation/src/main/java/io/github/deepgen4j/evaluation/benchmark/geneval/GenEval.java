// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * GenEval (Ghosh et al. 2023; {@code djghosh13/geneval}): 553 short prompts of six tasks, judged by what a detector
 * sees in the pictures. Its versions differ in what a picture is worth: the benchmark's own verdict, and the two
 * rewards of DeepGen's reinforcement learning, which are no benchmark.
 */
public final class GenEval implements Benchmark<GenEvalItem, Judged> {
    /** Over prompts of ShapeWorld, by the same rules, for models that draw nothing else. */
    public static final GenEval SHAPEWORLD = new GenEval(Worth.PLAIN, true);

    /** The benchmark itself first. */
    public static final List<GenEval> VERSIONS = List.of(
            new GenEval(Worth.PLAIN, false),
            new GenEval(Worth.SOFT, false),
            new GenEval(Worth.STRICT, false),
            SHAPEWORLD);

    private static final int SAMPLES = 4;
    static final String OBJECTS = "objects";
    static final String PROGRAM = "program";

    private final Worth worth;
    private final boolean shapeWorld;

    private GenEval(Worth worth, boolean shapeWorld) {
        this.worth = worth;
        this.shapeWorld = shapeWorld;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "geneval",
                shapeWorld ? "shapeworld" : worth.word(),
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("mean of six task " + worth.plural(), 1, worth != Worth.PLAIN),
                shapeWorld ? 0 : GenEvalData.ITEMS);
    }

    @Override
    public List<GenEvalItem> load(Path data, Options options) {
        return shapeWorld ? shapeWorldItems() : GenEvalData.read(data);
    }

    /**
     * An item of a row in the form of {@code evaluation_metadata.jsonl}, of any classes.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException naming the row's place, if it asks for something that
     *     GenEval does not know
     */
    public static GenEvalItem item(JsonRow row) {
        List<String> classes = Stream.concat(row.rows("include").stream(), row.rows("exclude").stream())
                .map(clause -> clause.text("class"))
                .toList();
        return GenEvalData.items(List.of(row), classes).getFirst();
    }

    /** The worth of a picture in this version, 1 at most. */
    public double worth(Judged judged) {
        return worth.of(judged);
    }

    private static List<GenEvalItem> shapeWorldItems() {
        List<JsonRow> rows = ShapeWorldPrompt.ALL.stream()
                .map(prompt -> new JsonRow("shapeworld", Json.read(prompt.metadata())))
                .toList();
        return GenEvalData.items(rows, ShapeWorldPrompt.classes());
    }

    @Override
    public Protocol protocol() {
        return shapeWorld ? Protocol.ofTheModel().withSamples(SAMPLES) : Protocol.textToImage(SAMPLES);
    }

    @Override
    public List<SampleRequest> plan(GenEvalItem item, Protocol protocol) {
        return IntStream.range(0, protocol.samples())
                .mapToObj(sample -> new SampleRequest(
                        sample, item.prompt().strip(), protocol.seedOf(item.index(), sample), Optional.empty()))
                .toList();
    }

    @Override
    public List<Artifact> artifacts(GenEvalItem item) {
        List<Artifact> artifacts = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            artifacts.add(new Artifact.Single(GenEvalFolder.file(item.id(), sample), sample));
        }
        artifacts.add(new Artifact.Side(
                GenEvalFolder.metadata(item.id()), () -> (item.metadata() + "\n").getBytes(StandardCharsets.UTF_8)));
        return artifacts;
    }

    @Override
    public List<Drawn> find(GenEvalItem item, PictureFolder folder) {
        return GenEvalFolder.find(item, folder);
    }

    @Override
    public List<Task> tasks(GenEvalItem item, Drawn drawn, Options options) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(new Task(
                OBJECTS,
                new Question.Detect(
                        drawn.picture(), KeptObjects.threshold(item.tag()), item.classes(), item.coloured())));
        if (shapeWorld) {
            tasks.add(new Task(
                    PROGRAM,
                    new Question.Measure(
                            drawn.picture(),
                            "shapeworld 2",
                            item.prompt(),
                            picture -> Judgement.of(
                                            ShapeWorldPrompt.ALL
                                                    .get(item.index())
                                                    .task(),
                                            picture.image())
                                    .flat())));
        }
        return tasks;
    }

    @Override
    public Parsed<Judged> parse(GenEvalItem item, Task task, Answer answer, Options options) {
        return Parsed.ok(
                switch (answer.reply()) {
                    case Reply.Objects seen -> Judged.of(item, KeptObjects.of(seen.objects(), item.tag()));
                    case Reply.Measured measured -> Judged.ofShapeWorld(Verdict.of(measured.measures()));
                    default -> throw new IllegalArgumentException("no answer to " + task.name());
                });
    }

    @Override
    public Summary aggregate(List<GenEvalItem> items, Outcomes<Judged> outcomes, Options options) {
        return GenEvalTally.of(items, outcomes, worth);
    }
}
