// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.distributed.Launch;
import io.github.deepgen4j.training.distributed.ProcessLauncher;
import io.github.deepgen4j.training.run.TrainingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs with judges that are slow or contradict themselves, disks that are full, and processes that are lost. */
@EnabledOnOs(OS.LINUX)
class FaultyRlRunTest {
    private static final String ROLLOUT = "{images: 2, together: 2, steps: 2, eta: 0.7, size: 64, shared_start: false}";
    private static final String SCORED = "{type: shapeworld, weights: {single: 1, text: 1},"
            + " rewards: [{shapeworld_requirements: 0.5}, {jpeg_compressibility: 0.5}]}";

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "checkpoint={every: 1, keep: 9, type: F32}",
                "validate.every=9",
                "objective.held_out=null",
                "objective.sft=null",
                "objective.gradient_norms=0",
                "objective.rollout=" + ROLLOUT,
                "objective.prompts={datasets: [" + SCORED + "]}"));
        all.addAll(List.of(overrides));
        return TrainConfigFile.read(Path.of("../configs/smoke-rl.yaml"), all);
    }

    private static TrainConfig judged(ExactJudge judge, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "objective.prompts={datasets: [{type: shapeworld, weights: {single: 1},"
                        + " rewards: [{unifiedreward_think: 1}]}]}",
                "objective.rewards={self_test: false, services: {unifiedreward_think: {url: \"" + judge.address()
                        + "\", timeout: 1, attempts: 1}}}"));
        all.addAll(List.of(overrides));
        return config(all.toArray(String[]::new));
    }

    /** Lines of the flight recorder without what may differ. */
    private static List<JsonNode> flight(Path run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("flight.jsonl"))) {
            ObjectNode update = (ObjectNode) new JsonMapper().readTree(line);
            lines.add(update.without(List.of("seconds", "bytes", "calls")));
        }
        return lines;
    }

    private static String weights(Path run, int step) throws IOException {
        Path file = run.resolve("checkpoints/step-%06d/optimizer.safetensors".formatted(step));
        return Digest.sha256().add(Files.readAllBytes(file)).hex();
    }

    @Test
    void aJudgeThatBecomesTooSlowEndsTheRunWhichThenContinuesIdentically() throws IOException {
        var slow = new AtomicBoolean();
        var late = ScriptedJudge.text("<answer>Image 1 is better</answer>").after(4_000);
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.breaking(_ -> slow.get(), late))) {
            TrainConfig config = judged(judge, "steps=2");
            Path whole = folder.resolve("whole");
            Training.run(config, whole, false, log::add, () -> false);
            Path run = folder.resolve("run");
            assertThatThrownBy(() -> Training.run(config, run, false, log::add, () -> {
                        slow.set(true); // after the first update
                        return false;
                    }))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("step 2: 4 of 4 questions to judges and engines failed, more than 2.0 %")
                    .hasMessageContaining("resume");
            assertThat(weights(run, 1)).isEqualTo(weights(whole, 1));
            assertThat(run.resolve("checkpoints/step-000002")).doesNotExist();
            slow.set(false);
            Training.run(config, run, true, log::add, () -> false);
            assertThat(flight(run)).isEqualTo(flight(whole));
            assertThat(weights(run, 2)).isEqualTo(weights(whole, 2));
        }
    }

    @Test
    void aJudgeThatContradictsItselfTeachesNothing() throws IOException {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.favouring(5))) { // always the first
            TrainConfig config = judged(judge, "steps=2", "objective.kl.beta=0", "objective.rewards.failures=0");
            Path run = folder.resolve("run");
            Training.run(config, run, false, log::add, () -> false);
            for (JsonNode update : flight(run)) {
                JsonNode column = update.get("rewards").get("unifiedreward_think");
                assertThat(column.get("mean").asDouble()).isEqualTo(0.5); // each order says the opposite of the other
                assertThat(column.get("failed").asInt()).isZero();
                assertThat(update.get("zeroVariance").asDouble()).isEqualTo(1);
            }
            assertThat(log).anySatisfy(line -> assertThat(line).contains("alarm after update 1: variance"));
            assertThat(parameters(run)).isNotEmpty();
            try (var _ = Scope.open();
                    var before = Training.open(config)) {
                Map<String, Tensor> start = before.parameters(List.of("transformer"));
                parameters(run)
                        .forEach((name, values) -> assertThat(values)
                                .as(name)
                                .isEqualTo(start.get(name).toFloats()));
            }
        }
    }

    private static Map<String, float[]> parameters(Path run) {
        try (var _ = Scope.open();
                Safetensors file = Safetensors.open(run.resolve("checkpoints/step-000002/optimizer.safetensors"))) {
            Map<String, float[]> values = new TreeMap<>();
            file.names().stream()
                    .filter(name -> name.startsWith("parameter."))
                    .forEach(name -> values.put(
                            name.substring("parameter.".length()),
                            file.tensor(name).toFloats()));
            return values;
        }
    }

    /** A file where the folder should be fails each write, as a full disk does. */
    @Test
    void picturesThatCannotBeWrittenStopWithAWarningAndTheRunGoesOn() throws IOException {
        TrainConfig config = config("steps=3");
        Path whole = folder.resolve("whole");
        Training.run(config, whole, false, log::add, () -> false);
        Path run = folder.resolve("run");
        boolean[] asked = new boolean[1];
        Training.run(config, run, false, log::add, () -> asked[0] = !asked[0]);
        deleteAll(run.resolve("wall"));
        Files.writeString(run.resolve("wall"), "");
        Files.delete(run.resolve("report.html"));
        Files.createDirectories(run.resolve("report.html/full"));
        log.clear();
        assertThat(Training.run(config, run, true, log::add, () -> false)).isTrue();
        assertThat(log.stream().filter(line -> line.contains("warning: pictures of update 2 cannot be written")))
                .hasSize(1);
        assertThat(log.stream().filter(line -> line.contains("report.html cannot be written")))
                .hasSize(1);
        assertThat(flight(run)).isEqualTo(flight(whole));
        assertThat(weights(run, 3)).isEqualTo(weights(whole, 3));
        assertThat(run.resolve("model/model_index.json")).exists();
    }

    private static void deleteAll(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A limit on the size of files fails in the middle of a write, as a full disk does. */
    @Test
    void trajectoriesThatCannotBeWrittenStopTheRunAndTheLastCheckpointIsWhole()
            throws IOException, InterruptedException {
        String[] many = {
            "steps=2",
            "objective.memory=1",
            "objective.trained={type: random, fraction: 1.0, include_last: true}",
            "objective.rollout={images: 8, together: 8, steps: 24, eta: 0.7, size: 64}"
        };
        Path run = folder.resolve("run");
        boolean[] asked = new boolean[1];
        Training.run(config(many), run, false, log::add, () -> asked[0] = !asked[0]);
        String before = weights(run, 1);
        Path output = folder.resolve("output");
        Process child = start(output, 64, Map.of(), run, "", many);
        assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(Files.readString(output)).isNotZero();
        assertThat(Files.readString(output))
                .contains("the trajectories of a group, ")
                .contains("cannot be written")
                .contains("no update was made, the last checkpoint is intact");
        assertThat(weights(run, 1)).isEqualTo(before);
        assertThat(flight(run)).hasSize(1);
        assertThat(Training.run(config(many), run, true, log::add, () -> false)).isTrue();
        assertThat(flight(run)).hasSize(2);
    }

    @Test
    void ofTwoProcessesOneIsKilledAndTheRunContinuesIdentically() throws Exception {
        String[] two = {"steps=2", "distributed.timeout_seconds=300"};
        Path whole = folder.resolve("whole");
        shared(whole, false, two);
        Path run = folder.resolve("run");
        int port = freePort();
        Process[] ranks = new Process[2];
        try {
            for (int rank = 0; rank < 2; rank++) {
                Map<String, String> environment = Map.of(
                        "RANK",
                        Integer.toString(rank),
                        "WORLD_SIZE",
                        "2",
                        "MASTER_ADDR",
                        "127.0.0.1",
                        "MASTER_PORT",
                        Integer.toString(port));
                String end = rank == 0 ? "" : "training.rl.Rollout.draw";
                ranks[rank] = start(folder.resolve("output" + rank), 0, environment, run, end, two);
            }
            assertThat(ranks[1].waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(ranks[1].exitValue())
                    .as(Files.readString(folder.resolve("output1")))
                    .isEqualTo(137);
            assertThat(ranks[0].waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            Stream.of(ranks).filter(rank -> rank != null).forEach(Process::destroyForcibly);
        }
        assertThat(ranks[0].exitValue()).isNotZero();
        assertThat(Files.readString(folder.resolve("output0")))
                .contains("rank 0 of 2")
                .contains("another process has ended");
        assertThat(weights(run, 1)).isEqualTo(weights(whole, 1));
        assertThat(run.resolve("checkpoints/step-000002")).doesNotExist();
        shared(run, true, two);
        assertThat(flight(run)).isEqualTo(flight(whole));
        assertThat(weights(run, 2)).isEqualTo(weights(whole, 2));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Two processes, for which threads stand. */
    private static void shared(Path run, boolean resume, String... overrides) throws Exception {
        int port = freePort();
        List<Future<Boolean>> ranks = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int rank = 0; rank < 2; rank++) {
                var rendezvous = new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, 2, Duration.ofMinutes(10));
                ranks.add(threads.submit(() -> {
                    try (ProcessGroup group = ProcessGroup.join(rendezvous, Backend.GLOO)) {
                        return Training.run(
                                config(overrides), run, resume, group, EngineAccess.NONE, _ -> {}, () -> false);
                    }
                }));
            }
        }
        for (Future<Boolean> rank : ranks) {
            assertThat(rank.get()).isTrue();
        }
    }

    /**
     * Starts or resumes a run in a process of its own.
     *
     * @param fileBlocks largest size of a file in KiB, 0 for any
     * @param end the frame, class and method, that is the end of it in its second update; empty for none
     */
    private static Process start(
            Path output, int fileBlocks, Map<String, String> environment, Path run, String end, String... overrides)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(run.toString(), end));
        arguments.addAll(List.of(overrides));
        String limit = fileBlocks == 0 ? "" : "ulimit -f " + fileBlocks + "; ";
        List<String> shell = new ArrayList<>(List.of("bash", "-c", limit + "exec \"$@\"", "bash"));
        shell.addAll(ProcessLauncher.thisProgram(FaultyRlRunTest.class, arguments));
        ProcessBuilder builder =
                new ProcessBuilder(shell).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The child: run folder, the frame that is its end, overrides. */
    public static void main(String[] args) {
        Path run = Path.of(args[0]);
        TrainConfig config = config(Arrays.copyOfRange(args, 2, args.length));
        Path first = run.resolve("checkpoints/step-000001");
        boolean resume = Files.exists(first);
        if (!args[1].isEmpty()) {
            Thread trains = Thread.currentThread();
            Thread.ofPlatform().daemon().start(() -> {
                while (!(Files.exists(first) && isIn(trains, args[1]))) {
                    Thread.onSpinWait();
                }
                Runtime.getRuntime().halt(137); // no more is written or closed, as with kill -9
            });
        }
        Duration timeout = Duration.ofSeconds(config.distributed().timeoutSeconds());
        try (ProcessGroup group =
                Launch.join(System.getenv(), timeout, config.distributed().backend())) {
            Training.run(config, run, resume, group, EngineAccess.NONE, System.out::println, () -> false);
        }
    }

    private static boolean isIn(Thread thread, String frame) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(at -> (at.getClassName() + "." + at.getMethodName()).endsWith(frame));
    }
}
