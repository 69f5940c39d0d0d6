// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.distributed.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs that end at once in each phase of their second update go on as if nothing had happened. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledRlTest {
    private static final int QUESTIONS = 2 * 2 * 2; // updates, groups, orders

    /** Frames of the thread that trains, class and method, by phase. */
    private static final Map<String, String> PHASES = new LinkedHashMap<>(Map.of(
            "rollout", "training.rl.Rollout.draw",
            "reward", "training.rl.MrGrpo.judged",
            "policy", "training.rl.PolicyPass.at",
            "checkpoint", "training.run.Checkpoints.save"));

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String judge) {
        return TrainConfigFile.read(
                Path.of("../configs/smoke-rl.yaml"),
                List.of(
                        "steps=2",
                        "checkpoint={every: 1, keep: 2, type: F32}",
                        "validate.every=9",
                        "objective.held_out=null",
                        "objective.sft=null",
                        "objective.rollout={images: 2, together: 2, steps: 3, eta: 0.7, size: 64, shared_start: false}",
                        "objective.prompts={datasets: [{type: shapeworld, weights: {single: 1},"
                                + " rewards: [{unifiedreward_think: 1}]}]}",
                        "objective.rewards={self_test: false, services: {unifiedreward_think: {url: \"" + judge
                                + "\"}}}"));
    }

    @Test
    void aRunThatIsKilledInAnyPhaseContinuesIdentically() throws IOException, InterruptedException {
        try (ExactJudge judge = ExactJudge.of(ExactJudge.Faults.NONE.noisy(0.1).slow(200))) {
            TrainConfig config = config(judge.address().toString());
            Path whole = folder.resolve("whole");
            Training.run(config, whole, false, System.out::println, () -> false);
            assertThat(judge.calls()).isEqualTo(QUESTIONS);
            for (Map.Entry<String, String> phase : PHASES.entrySet()) {
                Path run = folder.resolve(phase.getKey());
                int before = judge.calls();
                kill(run, judge.address().toString(), phase.getValue());
                assertThat(run.resolve("model")).doesNotExist();
                Training.run(config, run, true, System.out::println, () -> false);
                assertThat(flight(run)).as(phase.getKey()).isEqualTo(flight(whole));
                assertThat(weights(run)).as(phase.getKey()).isEqualTo(weights(whole));
                boolean interrupted = List.of("rollout", "reward").contains(phase.getKey()); // while questions are open
                assertThat(judge.calls() - before)
                        .as(phase.getKey())
                        .isBetween(QUESTIONS, QUESTIONS + (interrupted ? QUESTIONS / 2 : 0));
            }
        }
    }

    private void kill(Path run, String judge, String frame) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process child = new ProcessBuilder(
                        ProcessLauncher.thisProgram(KilledRlTest.class, List.of(run.toString(), judge, frame)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(Files.readString(output)).isEqualTo(137);
    }

    /** The child: run folder, judge, and the frame that is its end. */
    public static void main(String[] args) {
        Path run = Path.of(args[0]);
        Thread trains = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> {
            Path first = run.resolve("checkpoints/step-000001");
            while (!(Files.exists(first) && isIn(trains, args[2]))) {
                Thread.onSpinWait();
            }
            Runtime.getRuntime().halt(137); // no more is written or closed, as with kill -9
        });
        Training.run(config(args[1]), run, false, System.out::println, () -> false);
    }

    private static boolean isIn(Thread thread, String frame) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(at -> (at.getClassName() + "." + at.getMethodName()).endsWith(frame));
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

    private static String weights(Path run) throws IOException {
        return Digest.sha256()
                .add(Files.readAllBytes(run.resolve("checkpoints/step-000002/optimizer.safetensors")))
                .hex();
    }
}
