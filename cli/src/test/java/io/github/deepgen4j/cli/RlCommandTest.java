// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Refusals of a run of reinforcement learning before it opens the model. */
class RlCommandTest {
    @TempDir
    private Path folder;

    /** The smoke configuration with other prompts and rewards. */
    private Path config(String prompts, String rewards) throws IOException {
        List<String> lines =
                Files.readString(Path.of("../configs/smoke-rl.yaml")).lines().toList();
        StringBuilder text = new StringBuilder();
        boolean old = false;
        for (String line : lines) {
            old = line.equals("  prompts:") || old && line.startsWith("    ");
            if (line.equals("  prompts:")) {
                text.append("  prompts: {datasets: [").append(prompts).append("]}\n");
                text.append("  rewards: ").append(rewards).append('\n');
            }
            if (!old) {
                text.append(line).append('\n');
            }
        }
        return Files.writeString(folder.resolve("run.yaml"), text);
    }

    private void assertRefused(Path config, String message) {
        CommandRun run = CommandRun.of("rl", config, "--run", folder.resolve("run"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message);
        assertThat(run.err().strip().lines()).hasSize(1);
    }

    private static String dead() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void aJudgeThatIsNotThereIsRefusedWithItsLine() throws IOException {
        String url = dead();
        Path config = config(
                "{type: shapeworld, weights: {single: 1}, rewards: [{unifiedreward_think: 1}]}",
                "{services: {unifiedreward_think: {url: \"%s\"}}}".formatted(url));
        int line = 1
                + Files.readAllLines(config).stream()
                        .toList()
                        .indexOf("  rewards: {services: {unifiedreward_think: {url: \"%s\"}}}".formatted(url));
        assertRefused(
                config,
                "run.yaml:%d: objective.rewards.services.unifiedreward_think.url: nobody answers at %s"
                        .formatted(line, url));
    }

    @Test
    void aDataSetThatIsNotThereIsRefusedWithItsLine() throws IOException {
        Path config = config("{name: none, path: none.txt, rewards: [{jpeg_compressibility: 1}]}", "{}");
        assertRefused(config, ": objective.prompts.datasets.0: none: " + folder.resolve("none.txt"));
    }

    @Test
    void anUnknownRewardIsRefusedWithTheNearest() throws IOException {
        Path config = config("{type: shapeworld, weights: {single: 1}, rewards: [{shapewold: 1}]}", "{}");
        assertRefused(config, "objective.prompts.datasets.0.rewards.0.shapewold is unknown; did you mean shapeworld?");
    }

    /** The smoke configuration with a benchmark, and the line where that stands. */
    private Path evaluated(String benchmark) throws IOException {
        String smoke = Files.readString(Path.of("../configs/smoke-rl.yaml"));
        return Files.writeString(folder.resolve("run.yaml"), smoke + "  evaluations:\n    - " + benchmark + "\n");
    }

    @Test
    void aBenchmarkThatNobodyCanMeasureIsRefusedWithItsLine() throws IOException {
        int last = Files.readAllLines(evaluated("{benchmark: genevl}")).size();
        assertRefused(
                evaluated("{benchmark: genevl}"),
                "run.yaml:%d: objective.evaluations.0.benchmark expected one of shapeworld, geneval, ".formatted(last));
        assertRefused(evaluated("{benchmark: genevl}"), "found genevl; did you mean geneval?");
        assertRefused(
                evaluated("{benchmark: \"unigenbench:shapeworld\"}"),
                "run.yaml:%d: objective.evaluations.0.judge: unigenbench:shapeworld asks a judge, found none"
                        .formatted(last));
        assertRefused(
                evaluated("{benchmark: geneval, data: nowhere}"),
                "run.yaml:%d: objective.evaluations.0.data: %s".formatted(last, folder.resolve("nowhere")));
    }

    @Test
    void aPlanSaysWhatAValidationCosts() throws IOException {
        Path config = evaluated(
                "{benchmark: \"unigenbench:shapeworld\", name: points, per_group: 1, steps: 5," + " guidance: 2.0}");
        CommandRun run = CommandRun.of("rl", "plan", config);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("validation   held_out each 3 updates: 4 prompts, 4 images, 16 passes, ")
                .containsPattern(
                        "validation {3}points each 3 updates: \\d+ prompts, \\d+ images, \\d+0 passes, .* PFLOP;"
                                + " questions \\d+ for judge");
    }

    /** A pair of networks that compare the mean colour of an image with the colours that a text names. */
    private static final Path CLIP = Path.of("../engines/src/test/resources/io/github/deepgen4j/engines/tiny/clip");

    private CommandRun clip(Path config, String... more) {
        List<Object> arguments = new ArrayList<>(List.of("rl", config, "--run", folder.resolve("run")));
        for (String field : List.of(
                "steps=2",
                "validate.every=9",
                "objective.held_out=null",
                "objective.sft=null",
                "objective.gradient_norms=0",
                "objective.diversity=CLIP",
                "objective.rollout={images: 4, together: 4, steps: 2, eta: 0.7, size: 64, shared_start: false}")) {
            arguments.addAll(List.of("--set", field));
        }
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void aClipOfOnnxFilesRewardsAndTellsImagesApart() throws IOException {
        Path config = config(
                "{type: shapeworld, weights: {colour: 1, background: 1}, rewards: [{clip_sim: 1}]}",
                "{self_test: false}"); // colours are all that it sees
        CommandRun without = clip(config);
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err()).contains("expected an engine of the kind clip, found none", "--engine clip=");
        CommandRun with = clip(config, "--engine", "clip=" + CLIP.toAbsolutePath());
        assertThat(with.exitCode()).as(with.err()).isZero();
        Path run = folder.resolve("run");
        List<String> flight = Files.readAllLines(run.resolve("flight.jsonl"));
        assertThat(flight).hasSize(2);
        for (String line : flight) {
            JsonNode update = new JsonMapper().readTree(line);
            JsonNode similarity = update.get("rewards").get("clip_sim");
            assertThat(similarity.get("mean").asDouble()).isBetween(-1.0, 1.0);
            assertThat(similarity.get("std").asDouble()).isPositive();
            assertThat(similarity.get("failed").asInt()).isZero();
            assertThat(update.get("looks").get("diversity").asDouble()).isBetween(1e-9, 2.0);
            assertThat(update.get("calls").get("questions").asInt()).isEqualTo(2 * 4);
        }
        assertThat(Files.readString(run.resolve("judge/update-000001-rank0.jsonl")))
                .contains("tiny-clip");
        assertThat(run.resolve("model/model_index.json")).exists();
    }
}
