// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** bench, info and the forecast of model info: what they say has a form that programs may rely on. */
class MachineCommandsTest {
    private static final String TINY =
            Path.of(System.getProperty("deepgen.golden"), "tiny").toString();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static JsonNode json(String... arguments) {
        CommandRun run = CommandRun.of((Object[]) arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    private static List<String> stages(JsonNode bench) {
        return bench.get("stages")
                .valueStream()
                .map(s -> s.get("stage").asString())
                .toList();
    }

    @Test
    void theDeviceMayBeNamedBeforeAndAfterTheCommand() {
        assertThat(json("--device", "cpu", "info", "--json").get("device").asString())
                .isEqualTo("cpu");
        assertThat(CommandRun.of("info", "--device", "tpu").exitCode()).isEqualTo(2);
        assumeTrue(!Device.CUDA.available());
        for (CommandRun refused :
                List.of(CommandRun.of("info", "--device", "cuda"), CommandRun.of("--device", "cuda", "info"))) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("deepgen: device cuda: expected an NVIDIA GPU")
                    .hasLineCount(1);
        }
    }

    @Test
    void benchMeasuresEveryStageOfAnEdit() {
        JsonNode bench = json("bench", "--preset", "tiny", "--edit", "--size", "64x64", "--repeat", "1", "--json");
        assertThat(stages(bench)).containsExactly("vision", "vlm", "scb", "dit-step", "vae-encode", "vae-decode");
        assertThat(bench.get("dtype").asString()).isEqualTo("f32");
        assertThat(bench.get("machine").get("peak_gflops_f32").asDouble()).isPositive();
        for (JsonNode stage : bench.get("stages")) {
            assertThat(stage.get("seconds").asDouble()).isPositive();
            assertThat(stage.get("gflops").asDouble()).isPositive();
            assertThat(stage.get("peak_fraction").asDouble()).isPositive();
        }
        assertThat(bench.get("peak_rss_bytes").isIntegralNumber()).isTrue();
    }

    @Test
    void benchDrawsAWholeImage() {
        JsonNode bench =
                json("bench", "--preset", "tiny", "--stage", "e2e", "--steps", "2", "--size", "64x64", "--json");
        assertThat(stages(bench))
                .containsExactly("read-prompt", "first-step", "later-steps-each", "denoise", "decode", "e2e");
    }

    @Test
    void benchDrawsWithAdapters() {
        String adapter = Path.of(TINY, "../lora/peft").normalize() + ":0.5";
        String[] line = {"bench", "-m", TINY, "--stage", "e2e", "--steps", "1", "--size", "64x64", "--json", "--lora"};
        assertThat(stages(json(with(line, adapter)))).contains("e2e");
        CommandRun missing = CommandRun.of((Object[]) with(line, "no-such.safetensors:0.5"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("no-such.safetensors");
    }

    private static String[] with(String[] line, String last) {
        return Stream.concat(Stream.of(line), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void benchTrainsTheTransformer() {
        JsonNode bench = json(
                "bench",
                "--preset",
                "tiny",
                "--stage",
                "train-step",
                "--batch",
                "2",
                "--activation-checkpointing",
                "--size",
                "64x64",
                "--repeat",
                "1",
                "--json");
        assertThat(stages(bench)).containsExactly("train-step", "train-forward", "train-backward", "train-update");
        double parts = bench.get("stages")
                .valueStream()
                .skip(1)
                .mapToDouble(stage -> stage.get("seconds").asDouble())
                .sum();
        assertThat(bench.get("stages").get(0).get("seconds").asDouble()).isCloseTo(parts, offset(1e-6));
    }

    @Test
    void benchRefusesAnUnknownStage() {
        CommandRun run = CommandRun.of("bench", "--preset", "tiny", "--stage", "dit");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("dit-step").contains("found dit");
    }

    @Test
    void infoNamesTheMachine() {
        JsonNode info = json("info", "--json");
        assertThat(info.get("cores").asInt()).isPositive();
        assertThat(info.get("large_models_compute_in").asString()).isIn("bf16", "f32");
    }

    @Test
    void modelInfoForecastsMemory() {
        JsonNode info = json("model", "info", TINY, "--forecast", "--size", "64x64", "--references", "1", "--json");
        JsonNode staged = info.get("forecasts").get(1);
        assertThat(staged.get("offload").asString()).isEqualTo("MODEL");
        assertThat(staged.get("stages").get(1).get("stage").asString()).isEqualTo("READ_REFERENCES");
        assertThat(CommandRun.of("model", "info", TINY, "--forecast").out()).contains("peak", "available");
    }

    @Test
    void optionsThatWouldBeOfNoUseAreRefused() {
        for (List<String> line : List.of(
                List.of("--size", "model", "info", TINY, "--size", "64x64"),
                List.of("--preset", "bench", "--preset", "tiny", "-m", TINY),
                List.of("--batch", "bench", "--stage", "vae-decode", "--batch", "2"),
                List.of("--steps", "bench", "--stage", "vae-decode", "--steps", "2"),
                List.of("--lora", "bench", "--stage", "vae-decode", "--lora", "x"),
                List.of("--whole-model", "model", "convert", TINY, "-o", "no-such-folder", "--whole-model"),
                List.of("--image-size", "edit", "a.png", "-p", "x", "--resize", "none", "--image-size", "64"))) {
            CommandRun run = CommandRun.of(line.subList(1, line.size()).toArray());
            assertThat(run.exitCode()).as("%s", line).isEqualTo(2);
            assertThat(run.err()).startsWith("deepgen: " + line.getFirst() + ": ");
        }
    }
}
