// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.Benchmarks;
import io.github.deepgen4j.evaluation.run.Generation;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.run.Shard;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.training.RlPlan;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Benchmarks by name, drawn with the weights in training and scored as {@code deepgen evaluate} does. */
class EvaluationsTest {
    private static final String PROGRAM =
            "{benchmark: shapeworld, groups: [single, edit_recolour], per_group: 1, steps: 2, guidance: 1.0}";
    private static final String JUDGED = "{benchmark: \"unigenbench:shapeworld\", name: points, per_group: 1, steps: 2,"
            + " guidance: 1.0, judge: {judge: shapeworld}}";

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String evaluations, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "steps=2",
                "checkpoint={every: 1, keep: 2, type: F32}",
                "validate.every=1",
                "objective.held_out=null",
                "objective.sft=null",
                "objective.gradient_norms=0",
                "objective.rollout={images: 2, together: 2, steps: 2, eta: 0.7, size: 64, shared_start: false}",
                "objective.prompts={datasets: [{type: shapeworld, weights: {single: 1},"
                        + " rewards: [{jpeg_compressibility: 1}]}]}",
                "objective.evaluations=[" + evaluations + "]"));
        all.addAll(List.of(overrides));
        return TrainConfigFile.read(Path.of("../configs/smoke-rl.yaml"), all);
    }

    private Path train(String run, TrainConfig config, boolean resume, BooleanSupplier stop) {
        Path path = folder.resolve(run);
        Training.run(config, path, resume, log::add, stop);
        return path;
    }

    private static List<JsonNode> lines(Path file, String... without) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(((ObjectNode) new JsonMapper().readTree(line)).without(List.of(without)));
        }
        return lines;
    }

    private static List<JsonNode> validations(Path run) throws IOException {
        return lines(run.resolve("validation.jsonl")).stream()
                .map(line -> line.get("validation"))
                .toList();
    }

    @Test
    void scoresAreThoseOfTheFinishedModelAndChooseTheBest() throws IOException {
        Path run = train("run", config(PROGRAM + ", " + JUDGED, "objective.best=points"), false, () -> false);
        JsonNode last = validations(run).getLast();
        assertThat(last.get("benchmark/points").asDouble()).isBetween(0.0, 1.0);
        JsonNode best = new JsonMapper().readTree(run.resolve("best/score.json").toFile());
        assertThat(best.get("score").asDouble())
                .isEqualTo(validations(run).stream()
                        .mapToDouble(found -> found.get("benchmark/points").asDouble())
                        .max()
                        .orElseThrow());
        assertThat(Files.readString(run.resolve("report.html"))).contains(", points ", ", shapeworld ", "benchmarks");

        RunFolder again = RunFolder.own(folder.resolve("again"));
        double expected = scored(Benchmarks.of("shapeworld").getFirst(), run.resolve("model"), again);
        assertThat(last.get("benchmark/shapeworld").asDouble()).isEqualTo(expected);
        Path drawn = run.resolve("evaluations/shapeworld/step-000002");
        assertThat(pictures(drawn)).isNotEmpty().isEqualTo(pictures(again.results()));
        assertThat(drawn.resolve("scores.json")).exists();
        assertThat(fingerprint(drawn)).isNotEqualTo(fingerprint(run.resolve("evaluations/shapeworld/step-000001")));
    }

    /** By the road of {@code deepgen evaluate}. */
    private static <I extends Item, V> double scored(Benchmark<I, V> benchmark, Path model, RunFolder target) {
        Options options =
                Options.usual(benchmark.info()).withSelection(new Selection(List.of("single", "edit_recolour"), 1));
        List<I> items = benchmark.load(Path.of(""), options);
        try (DeepGen deepgen = DeepGen.open(model, ModelOptions.DEFAULT.withCompute(Compute.F32))) {
            new Generation(
                            deepgen,
                            SamplingOptions.DEFAULT,
                            benchmark.protocol().withSteps(2).withGuidance(1))
                    .run(benchmark, items, options, target, Shard.WHOLE, Observer.NONE, () -> {});
        }
        try (Journal journal = Journal.open(target.journalFile(), "shapeworld:held-out en")) {
            return new Scoring<>(benchmark, items, options, target)
                    .score(Asking.of(List.of(), journal, 1), true, () -> {})
                    .headline()
                    .orElseThrow()
                    .value();
        }
    }

    private static List<String> pictures(Path results) throws IOException {
        try (Stream<Path> files = Files.walk(results.resolve("pictures"))) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .map(file -> Image.read(file).sha256())
                    .toList();
        }
    }

    private static String fingerprint(Path results) {
        return new JsonMapper()
                .readTree(results.resolve("manifest.json").toFile())
                .get("settings")
                .get("fingerprint")
                .asString();
    }

    @Test
    void aRunThatStoppedBeforeItsValidationScoresTheSame() throws IOException {
        TrainConfig config = config(PROGRAM + ", " + JUDGED);
        Path whole = train("whole", config, false, () -> false);
        Path halved = train("halved", config, false, () -> true);
        assertThat(halved.resolve("evaluations")).doesNotExist();
        train("halved", config, true, () -> false);
        assertThat(validations(halved)).hasSize(2).isEqualTo(validations(whole));
        assertThat(lines(halved.resolve("flight.jsonl"), "seconds", "bytes"))
                .isEqualTo(lines(whole.resolve("flight.jsonl"), "seconds", "bytes"));
    }

    @Test
    void processesShareTheDrawing() throws Exception {
        TrainConfig config = config(PROGRAM, "steps=1", "learning_rate.peak=1.0e-12");
        Path alone = train("alone", config, false, () -> false);
        Path shared = folder.resolve("shared");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<Future<Boolean>> ranks = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int rank = 0; rank < 2; rank++) {
                var rendezvous = new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, 2, Duration.ofMinutes(10));
                ranks.add(threads.submit(() -> {
                    try (ProcessGroup group = ProcessGroup.join(rendezvous, Backend.GLOO)) {
                        return Training.run(config, shared, false, group, EngineAccess.NONE, _ -> {}, () -> false);
                    }
                }));
            }
        }
        for (Future<Boolean> rank : ranks) {
            assertThat(rank.get()).isTrue();
        }
        Path results = shared.resolve("evaluations/shapeworld/step-000001");
        assertThat(results.resolve("drawn-1-of-2.jsonl")).exists();
        assertThat(results.resolve("drawn-2-of-2.jsonl")).exists();
        assertThat(validations(shared)).isEqualTo(validations(alone));
    }

    @Test
    void aResultThatNobodyJudgedIsLeftOutAndTheRunGoesOn() throws IOException {
        try (ScriptedJudge judge = ScriptedJudge.saying("I'm sorry, I can't help with that.", 0)) {
            String asked = JUDGED.replace(
                    "{judge: shapeworld}",
                    "{url: \"%s\", model: m, attempts: 1}"
                            .formatted(judge.address().toString()));
            Path run = train("run", config(asked, "steps=1"), false, () -> false);
            assertThat(judge.count()).isPositive();
            assertThat(validations(run).getLast().isEmpty()).isTrue();
            assertThat(log)
                    .anySatisfy(line -> assertThat(line)
                            .contains("points at step-000001 is left out: ", " questions have no answer; first: "));
            assertThat(run.resolve("best")).doesNotExist();
            assertThat(run.resolve("model/model_index.json")).exists();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{benchmark: genevall} | benchmark expected one of shapeworld, geneval, | did you mean geneval?",
                "{benchmark: geneval} | data expected the folder of the files of geneval as published | none",
                "{benchmark: shapeworld, language: zh} | language expected one of en | found zh",
                "{benchmark: shapeworld, per_group: -1} | per_group expected 0 to | found -1",
                "{benchmark: shapeworld, guidance: 0.5} | guidance expected 1 or more | found 0.5",
                "{benchmark: shapeworld, stepps: 3} | stepps is unknown | did you mean steps?",
                "{benchmark: shapeworld, judge: {workers: 2}} | judge expected url and model | shapeworld",
                "{benchmark: shapeworld}, {benchmark: shapeworld} | evaluations expected a name for each | shapeworld",
                "{benchmark: shapeworld, name: ../x} | name expected letters, digits | ../x",
            })
    void aSettingThatCannotWorkIsRefusedByName(String evaluations, String expected, String found) {
        assertThatThrownBy(() -> config(evaluations))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining(found);
    }

    @Test
    void theBestIsChosenByAScoreThatThereIs() {
        assertThatThrownBy(() -> config(JUDGED, "objective.best=pionts"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("best expected one of points, found pionts; did you mean points?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{benchmark: shapeworld, groups: [single, edit_recolor]} | groups expected some of | edit_recolor",
                "{benchmark: \"unigenbench:shapeworld\"} | asks a judge, found none | name its url and model",
                "{benchmark: \"geneval:shapeworld\"} | expected an engine of the kind detector | --engine detector=",
                "{benchmark: geneval, data: nowhere} | nowhere | objective.evaluations.0.data",
            })
    void whatNobodyCouldDrawOrAnswerIsRefusedBeforeAModelIsOpened(String evaluation, String expected, String found) {
        assertThatThrownBy(() -> check(config(evaluation)))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(((ConfigException) e).field())
                        .hasValueSatisfying(field -> assertThat(field).startsWith("objective.evaluations.0.")))
                .satisfies(e -> assertThat(((ConfigException) e).field().orElse("") + ": " + e.getMessage())
                        .contains(expected, found));
    }

    @Test
    void aDeadJudgeIsRefusedBeforeAModelIsOpened() throws IOException {
        URI dead;
        try (ScriptedJudge judge = ScriptedJudge.saying("yes", 0)) {
            dead = judge.address();
        }
        assertThatThrownBy(() -> check(config(
                        JUDGED.replace("{judge: shapeworld}", "{url: \"%s\", model: m, attempts: 1}".formatted(dead)))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("objective.evaluations.0.judge.url: nobody answers at " + dead);
    }

    private void check(TrainConfig config) {
        config.objective()
                .check(new ObjectiveConfig.Setting(
                        config.trainable(),
                        config.seed(),
                        config.accumulation(),
                        1,
                        folder,
                        EngineAccess.NONE,
                        log::add));
    }

    @Test
    void thePlanCountsImagesPassesAndQuestions() throws IOException {
        TrainConfig config = config(
                PROGRAM.replace("guidance: 1.0", "guidance: 2.0") + ", " + JUDGED,
                "objective.held_out={tasks: {single: 3}, steps: 4}");
        try (var model = Training.open(config)) {
            List<Look> looks = RlPlan.of(config, model.config(), 1, log::add).looks();
            assertThat(looks).extracting(Look::name).containsExactly("held_out", "shapeworld", "points");
            assertThat(looks.get(0).passes()).isEqualTo(12);
            assertThat(looks.get(1).images()).isEqualTo(2);
            assertThat(looks.get(1).edits()).isEqualTo(1);
            assertThat(looks.get(1).passes()).isEqualTo(2 * 2 * 2); // images, steps, with and without the prompt
            assertThat(looks.get(1).questions()).isEmpty();
            assertThat(looks.get(2).questions().get("judge"))
                    .isEqualTo(looks.get(2).images());
            assertThat(looks.get(2).images() / (double) looks.get(2).prompts()).isCloseTo(1, within(3.0));
        }
    }
}
