// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.MatmulPrecision;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.mlflow.FakeMlflow;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.RecordedPass;
import io.github.deepgen4j.training.run.Checkpoints;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs: what they change, what they leave behind, and that a resumed one is the same run. */
class TrainingRunTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void resumedRunEqualsUninterruptedRunBitByBit() throws IOException {
        TrainConfig config = RunOfSmoke.config("steps=4", "checkpoint.every=4");
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertThat(RunOfSmoke.train(config, whole, false)).isTrue();
        AtomicInteger steps = new AtomicInteger();
        assertThat(RunOfSmoke.train(config, parts, false, () -> steps.incrementAndGet() == 2))
                .isFalse();
        assertThat(parts.resolve("model")).doesNotExist();
        assertThat(parts.resolve("checkpoints/step-000002")).isDirectory();
        Files.writeString( // as if a process had been killed after a step whose checkpoint was not due
                parts.resolve("metrics.jsonl"),
                "{\"step\":3,\"loss\":9}\n{\"step\":4,\"lo",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(RunOfSmoke.train(config, parts, true)).isTrue();

        assertThat(losses(parts)).hasSize(4).isEqualTo(losses(whole));
        assertSame(whole.resolve("checkpoints/step-000004"), parts.resolve("checkpoints/step-000004"));
        assertSame(whole.resolve("model"), parts.resolve("model"));
        for (Path run : List.of(whole, parts)) { // warm-up 1 of 4 micro-batches, then the cosine at 0, 1/3 and 2/3
            assertThat(RunOfSmoke.metrics(run).stream()
                            .map(step -> step.get("learning_rate").asDouble()))
                    .usingComparatorForType(new DoubleComparator(1e-15), Double.class)
                    .containsExactly(1e-8, 1e-3, 0.75e-3, 0.25e-3);
        }
        try (DeepGen model = DeepGen.open(whole.resolve("model"))) {
            assertThat(model).isNotNull();
        }
    }

    private static void assertSame(Path one, Path other) {
        Map<String, byte[]> files = RunOfSmoke.files(one);
        Map<String, byte[]> others = RunOfSmoke.files(other);
        assertThat(others.keySet()).isEqualTo(files.keySet());
        files.forEach((name, content) ->
                assertThat(Arrays.equals(others.get(name), content)).as(name).isTrue());
    }

    /** Losses by step; every line has both. */
    private static Map<Integer, Double> losses(Path run) throws IOException {
        Map<Integer, Double> losses = new LinkedHashMap<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode fields = new JsonMapper().readTree(line);
            assertThat(losses.put(fields.get("step").asInt(), fields.get("loss").asDouble()))
                    .isNull();
        }
        return losses;
    }

    /** Up to the order of summation, which Adam's first steps amplify. */
    @Test
    void recomputationGivesTheSameLosses() throws IOException {
        RunOfSmoke.train(RunOfSmoke.config("steps=3"), folder.resolve("kept"), false);
        RunOfSmoke.train(RunOfSmoke.config("steps=3", "activation_checkpointing=true"), folder.resolve("again"), false);
        Map<Integer, Double> kept = losses(folder.resolve("kept"));
        losses(folder.resolve("again"))
                .forEach((step, loss) -> assertThat(loss).isCloseTo(kept.get(step), withinPercentage(0.01)));
    }

    /** Factors are rounded to bf16 where the processor multiplies it, and only while the run lasts. */
    @Test
    void roundedProductsGiveNearlyTheSameLosses() throws IOException {
        RunOfSmoke.train(RunOfSmoke.config("steps=3"), folder.resolve("exact"), false);
        RunOfSmoke.train(
                RunOfSmoke.config("steps=3", "float32_matmul_precision=MEDIUM"), folder.resolve("medium"), false);
        assertThat(MatmulPrecision.current()).isEqualTo(MatmulPrecision.HIGHEST);
        Map<Integer, Double> exact = losses(folder.resolve("exact"));
        losses(folder.resolve("medium"))
                .forEach((step, loss) -> assertThat(loss).isCloseTo(exact.get(step), withinPercentage(1)));
    }

    @Test
    void restoredCheckpointIsWrittenAgainBitByBit() {
        TrainConfig config = RunOfSmoke.config("steps=2", "checkpoint.every=2");
        Path run = folder.resolve("run");
        RunOfSmoke.train(config, run, false);
        Path again = folder.resolve("again");
        Golden.copy(run.resolve("checkpoints"), again);
        Checkpoints checkpoints = new Checkpoints(again, config);
        TrainConfig other = RunOfSmoke.config("steps=2", "seed=99"); // begins with other weights
        try (Networks model = Training.open(other);
                ProcessGroup alone = ProcessGroup.alone();
                TrainState state = new TrainState(config, model, alone);
                var _ = Scope.open()) {
            assertThat(checkpoints.restoreLatest(state)).isEqualTo(2);
            checkpoints.save(2, state);
        }
        byte[] first = RunOfSmoke.files(run.resolve("checkpoints")).get("step-000002/optimizer.safetensors");
        assertThat(RunOfSmoke.files(again).get("step-000002/optimizer.safetensors"))
                .isEqualTo(first);
    }

    @Test
    void runThatIsNotTheSameIsNotResumed() {
        Path run = folder.resolve("run");
        RunOfSmoke.train(RunOfSmoke.config("steps=1"), run, false);
        assertThatThrownBy(() -> RunOfSmoke.train(RunOfSmoke.config("steps=2"), run, false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--resume");
        assertThatThrownBy(() -> RunOfSmoke.train(RunOfSmoke.config("steps=2", "seed=2"), run, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("seed=1")
                .hasMessageContaining("seed=2");
    }

    @Test
    void refusedResumptionLeavesTheRunAsItWas() throws IOException {
        Path run = folder.resolve("run");
        RunOfSmoke.train(RunOfSmoke.config("steps=1"), run, false);
        String ran = Files.readString(run.resolve("config.yaml"));
        assertThatThrownBy(() -> RunOfSmoke.train(RunOfSmoke.config("steps=2", "trainable=[connector]"), run, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("parameter.transformer.");
        assertThat(run.resolve("config.yaml")).content().isEqualTo(ran);
    }

    @Test
    void aFolderIsTrainedInByOneRunAtATime() {
        Path run = folder.resolve("run");
        AtomicInteger refused = new AtomicInteger();
        RunOfSmoke.train(
                RunOfSmoke.config("steps=2"),
                run,
                false,
                () -> { // asked after the first step
                    assertThatThrownBy(() -> RunOfSmoke.train(RunOfSmoke.config("steps=2"), run, true))
                            .isInstanceOf(TrainingException.class)
                            .hasMessageContaining("trains in it");
                    refused.incrementAndGet();
                    return false;
                });
        assertThat(refused).hasValue(1);
    }

    @Test
    void adaptersAloneLeaveAllComponentsAsTheyAre() throws IOException {
        Path base = folder.resolve("base");
        RunOfSmoke.train(RunOfSmoke.config("steps=1", "lora={rank: 0, alpha: 0, dropout: 0}"), base, false);
        Path run = folder.resolve("run");
        RunOfSmoke.train(
                RunOfSmoke.config("steps=1", "trainable=[]", "model=" + base.resolve("model"), "start=NANO"),
                run,
                false);
        for (String component : List.of("connector", "transformer", "vae")) {
            for (String name : List.of("model.safetensors", "diffusion_pytorch_model.safetensors")) {
                Path file = Path.of(component, name);
                if (Files.exists(base.resolve("model").resolve(file))) {
                    assertThat(run.resolve("model").resolve(file))
                            .hasSameBinaryContentAs(base.resolve("model").resolve(file));
                }
            }
        }
    }

    /** The layers that are run again in the backward pass drop what they dropped before. */
    @Test
    void recomputationGivesTheSameGradientsWithDropout() {
        TrainConfig config = RunOfSmoke.config("lora={rank: 4, alpha: 8, dropout: 0.5}");
        Map<String, float[]> kept = adapterGradients(config, false);
        Map<String, float[]> again = adapterGradients(config, true);
        assertThat(again.keySet()).isEqualTo(kept.keySet()).isNotEmpty();
        kept.forEach((name, gradient) -> {
            double largest = 0;
            for (float value : gradient) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).as(name).isPositive();
            assertThat(again.get(name)).as(name).containsExactly(gradient, within((float) (1e-3 * largest)));
        });
    }

    private static Map<String, float[]> adapterGradients(TrainConfig config, boolean recompute) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Networks model = Training.open(config);
                var _ = Scope.open();
                var rng = Rng.seeded(3)) {
            Tensor head = model.tensor("transformer.proj_out.weight"); // zero at first: nothing would get a gradient
            head.copyFrom(rng.normal(head.shape()));
            Map<String, Tensor> adapters = model.lora().tensors();
            adapters.values().forEach(tensor -> {
                tensor.copyFrom(rng.normal(tensor.shape()).mul(0.3)); // else B is zero, and A has no gradient
                tensor.requireGrad(true);
            });
            try (FlowMatching objective = new FlowMatching(
                            (FlowMatching.Config) config.objective(), model, 1, new Turns(1, 0, 1), _ -> {});
                    var _ = recompute ? ActivationCheckpointing.open() : null) {
                objective.loss(1).loss().backward();
            }
            adapters.forEach((name, tensor) -> {
                Tensor gradient = tensor.grad();
                if (gradient != null) {
                    gradients.put(name, gradient.toFloats());
                }
            });
        }
        return gradients;
    }

    @Test
    void mlflowHearsTheSameAndIsNotNeeded() throws IOException {
        Path run = folder.resolve("run");
        String gone;
        try (FakeMlflow server = FakeMlflow.start()) {
            gone = "mlflow={uri: '" + server.uri() + "', experiment: smoke}";
            RunOfSmoke.train(RunOfSmoke.config("steps=2", gone), run, false);
            assertThat(server.metric("loss")).isEqualTo(losses(run));
            assertThat(server.params()).containsEntry("steps", "2").containsEntry("objective.type", "flow_matching");
        }
        assertThat(RunOfSmoke.train(RunOfSmoke.config("steps=3", gone), run, true))
                .isTrue();
        assertThat(Files.readAllLines(run.resolve("log.txt")))
                .filteredOn(line -> line.startsWith("mlflow: "))
                .hasSize(1);
    }

    @Test
    void oldestCheckpointsAreDeleted() throws IOException {
        Path run = folder.resolve("run");
        RunOfSmoke.train(RunOfSmoke.config("steps=3", "checkpoint.every=1", "checkpoint.keep=2", "ema=0"), run, false);
        try (Stream<Path> saved = Files.list(run.resolve("checkpoints"))) {
            assertThat(saved.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("step-000002", "step-000003");
        }
    }

    @Test
    void adaptersOfTheModelAreThoseOfTheConfiguration() {
        Path model = TrainCase.withLora(folder.resolve("model"));
        TrainConfig config = RunOfSmoke.config("steps=1", "lora={rank: 16, alpha: 1, dropout: 0}")
                .withModel(model);
        assertThatThrownBy(() -> RunOfSmoke.train(config, folder.resolve("run"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected the adapters of " + model + "/lora, rank 2, alpha 4.0")
                .hasMessageContaining("found rank 16, alpha 1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[transformer, vae.decoder]; 0; [vae.decoder]",
                "[vae]; 0; [vae]", // the loss has no graph at all
                "[vae]; 2; [vae]"
            })
    void whatTheObjectiveDoesNotReachCannotBeTrained(String trainable, int rank, String unreached) {
        TrainConfig config = RunOfSmoke.config(
                "steps=2", "trainable=" + trainable, "lora={rank: " + rank + ", alpha: 4, dropout: 0}");
        assertThatThrownBy(() -> RunOfSmoke.train(config, folder, false))
                .isInstanceOf(TrainingException.class)
                .hasMessage("step 1: trainable " + unreached
                        + ": the objective gives no gradient to any of these parameters");
    }

    @Test
    void lossThatIsNotFiniteStopsBeforeTheUpdate() {
        Path run = folder.resolve("run");
        TrainConfig config = RunOfSmoke.config("steps=3", "checkpoint.every=1", "learning_rate.peak=1e30", "ema=0");
        assertThatThrownBy(() -> RunOfSmoke.train(config, run, false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no update was made");
        assertThat(run.resolve("checkpoints/step-000001")).isDirectory();
        assertThat(run.resolve("checkpoints/step-000003")).doesNotExist();
    }

    /** Stage 1 over trained parts: projectors 2 and 3 begin at zero, so only they receive gradients at first. */
    @Test
    void firstUpdateTouchesOnlyTheLastProjectors() {
        Path model = folder.resolve("m");
        Golden.copy(Golden.path("tiny"), model);
        delete(model.resolve("connector"), ".safetensors");
        List<String> trainable = List.of("connector");
        try (Networks parts = TrainCase.model(model, trainable)) {
            Map<String, Tensor> parameters = parts.parameters(trainable);
            Map<String, byte[]> before = bytes(parameters);
            try (AdamW optimizer = new AdamW(parameters, new AdamW.Options(0.9, 0.95, 1e-8, 0))) {
                try (var _ = Scope.open();
                        TrainCase golden = new TrainCase("t2i_a")) {
                    RecordedPass.of(parts, golden.batch(), golden.tensors())
                            .loss()
                            .backward();
                    parameters.forEach((name, parameter) -> assertThat(
                                    parameter.grad().norm().item() != 0)
                            .as(name)
                            .isEqualTo(name.matches("connector\\.projector_[23]\\..*")));
                }
                optimizer.step(1e-3);
            }
            Map<String, byte[]> after = bytes(parameters);
            before.forEach((name, value) -> assertThat(Arrays.equals(after.get(name), value))
                    .as(name)
                    .isEqualTo(!name.matches("connector\\.projector_[23]\\..*")));
        }
    }

    private static Map<String, byte[]> bytes(Map<String, Tensor> tensors) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> bytes.put(name, tensor.storedBytes()));
        return bytes;
    }

    private static void delete(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void adapterIsMergedIntoTheFinishedModel() {
        TrainConfig config =
                RunOfSmoke.config("steps=2", "lora.rank=2", "lora.alpha=4").withModel(Golden.path("tiny"));
        assertThat(config.lora()).isEqualTo(new LoraConfig(2, 4, 0.05));
        Path run = folder.resolve("run");
        RunOfSmoke.train(config, run, false);
        assertThat(run.resolve("checkpoints/step-000002/model/lora/adapter_config.json"))
                .isRegularFile();
        assertThat(run.resolve("model/lora")).doesNotExist();
        try (DeepGen unfinished = DeepGen.open(run.resolve("checkpoints/step-000002/model"))) {
            GenerateRequest request =
                    GenerateRequest.of("a red circle").withSteps(1).withSize(64, 64);
            assertThat(unfinished.generate(request).image().size()).hasToString("64x64");
        }
        try (Networks merged = TrainCase.model(run.resolve("model"), List.of("connector"));
                Networks base = TrainCase.model(Golden.path("tiny"), List.of("connector"))) {
            String first = "vlm.model.layers.0.mlp.up_proj.weight";
            String last = "vlm.model.layers." + (base.config().vlm().layers() - 1) + ".mlp.up_proj.weight";
            assertThat(merged.tensor(first).storedBytes())
                    .isNotEqualTo(base.tensor(first).storedBytes());
            assertThat(merged.tensor(last).storedBytes())
                    .isEqualTo(base.tensor(last).storedBytes());
        }
    }

    /** Files that must travel with a fine-tuned model: its licence above all. */
    @Test
    void everythingButTheWeightsOfTheBaseIsInTheFinishedModel() throws IOException {
        Path base = folder.resolve("base");
        Golden.copy(Golden.path("tiny"), base);
        List<String> texts = List.of("LICENSE.md", "README.md", "tokenizer/merges.txt");
        for (String text : texts) {
            Files.writeString(base.resolve(text), text);
        }
        Path run = folder.resolve("run");
        RunOfSmoke.train(RunOfSmoke.config("model=" + base, "steps=1", "checkpoint.every=1"), run, false);
        for (Path model : List.of(run.resolve("model"), run.resolve("checkpoints/step-000001/model"))) {
            assertThat(texts).allSatisfy(text -> assertThat(model.resolve(text)).hasContent(text));
        }
        assertThat(run.resolve("model/vlm/model.safetensors.index.json")).doesNotExist();
    }
}
