// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.SourceConfig;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.nano.NanoFlowMatching;
import io.github.deepgen4j.training.nano.PlannedData;
import io.github.deepgen4j.training.nano.VaeReconstruction;
import io.github.deepgen4j.training.objective.FlowMatching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainConfigFileTest {
    private static final Path CONFIGS = Path.of("../configs");

    @TempDir
    Path folder;

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedConfigurationsAreReadAndWritten(Path file) throws IOException {
        TrainConfig config = TrainConfigFile.read(file, List.of());
        Path copy = Files.writeString(folder.resolve("config.yaml"), TrainConfigFile.write(config));
        TrainConfig again = TrainConfigFile.read(copy, List.of());
        assertThat(TrainConfigFile.write(again)).isEqualTo(Files.readString(copy));
    }

    @Test
    void pretrainingIsThePublishedRecipe() {
        TrainConfig config = TrainConfigFile.read(CONFIGS.resolve("deepgen-1.0-pretrain.yaml"), List.of());
        assertThat((long) config.steps() * config.accumulation()).isEqualTo(200_000);
        assertThat(config.learningRate()).isEqualTo(new LearningRate(1e-4, 2000, 0));
        assertThat(config.lora()).isEqualTo(LoraConfig.NONE);
        assertThat(config.trainable()).containsExactly("connector");
        assertRecipe(config, 3, 12);
    }

    @Test
    void fineTuningIsThePublishedRecipe() {
        TrainConfig config = TrainConfigFile.read(CONFIGS.resolve("deepgen-1.0-sft.yaml"), List.of());
        assertThat((long) config.steps() * config.accumulation()).isEqualTo(399_999);
        assertThat(config.learningRate()).isEqualTo(new LearningRate(5e-5, 4000, 0));
        // The reference's rate at the middle of its 400,000 micro-batches; one less changes nothing that counts.
        assertThat(config.learningRate().at(202_000, 399_999)).isCloseTo(2.5e-5, within(2.5e-10));
        assertThat(config.lora()).isEqualTo(new LoraConfig(64, 128, 0.05));
        assertThat(config.trainable()).containsExactly("connector", "transformer");
        assertRecipe(config, 2, 12);
    }

    private static void assertRecipe(TrainConfig config, int prompts, int editSources) {
        assertThat(config.optimizer()).isEqualTo(new TrainConfig.Optimizer(0.9, 0.95, 1e-8, 0.05));
        assertThat(config.maxGradNorm()).isEqualTo(1);
        assertThat(config.compute()).isEqualTo(DType.BF16);
        assertThat(config.ema()).isZero();
        TrainingData data = ((FlowMatching.Config) config.objective()).data();
        DataConfig files = ((TrainingData.FromFiles) data).files();
        assertThat(files.groups()).extracting(DataConfig.GroupConfig::repeats).containsExactly(1, prompts);
        assertThat(files.groups()).extracting(DataConfig.GroupConfig::batch).containsExactly(4, 4);
        assertThat(files.groups().getFirst().sources()).hasSize(editSources);
        assertThat(config.accumulation()).isEqualTo(1 + prompts);
    }

    @Test
    void nanoAloneIsTheEmbeddedModelAndListsHaveNumbers() {
        Path file = CONFIGS.resolve("nano-finetune.yaml"); // beside a folder nano
        String place = "objective.data.files.groups.0.sources.%s.data_path=mine";
        TrainConfig config = TrainConfigFile.read(file, List.of(place.formatted(0)));
        assertThat(config.model()).isEqualTo(TrainConfig.NANO);
        TrainingData.FromFiles data = (TrainingData.FromFiles) ((FlowMatching.Config) config.objective()).data();
        assertThat(data.files().groups().getFirst().sources())
                .containsExactly(new SourceConfig.Folder(Path.of("mine")));
        String arrow = "objective.data.files.groups.0.sources.%s={format: arrow, data_path: mine}";
        data = (TrainingData.FromFiles) ((FlowMatching.Config)
                        TrainConfigFile.read(file, List.of(arrow.formatted(0))).objective())
                .data();
        assertThat(data.files().groups().getFirst().sources()).containsExactly(new SourceConfig.Arrow(Path.of("mine")));
        for (String absent : List.of("1", "x", "-1")) {
            assertThatThrownBy(() -> TrainConfigFile.read(file, List.of(arrow.formatted(absent))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("sources." + absent);
            assertThatThrownBy(() -> TrainConfigFile.read(file, List.of(place.formatted(absent))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("sources." + absent);
        }
        assertThat(TrainConfigFile.read(CONFIGS.resolve("smoke.yaml"), List.of())
                        .model())
                .isAbsolute();
    }

    @Test
    void theSplitOfShapeWorldMayBeLeftOutAndOverridden() {
        Path smoke = CONFIGS.resolve("smoke.yaml");
        assertThat(split(smoke)).isEqualTo(Split.TRAIN);
        assertThat(split(smoke, "objective.data.scenes.split=composition-train"))
                .isEqualTo(Split.COMPOSITION_TRAIN);
        assertThat(split(smoke, "objective.data.scenes={weights: {colour: 1}}", "objective.data.repeats=0"))
                .isEqualTo(Split.TRAIN);
        String nano = "objective.data.split=composition-train";
        TrainConfig joint = TrainConfigFile.read(CONFIGS.resolve("nano-joint.yaml"), List.of(nano));
        assertThat(((PlannedData.OfShapeWorld) ((NanoFlowMatching.Config) joint.objective()).data()).split())
                .isEqualTo(Split.COMPOSITION_TRAIN);
        assertThatThrownBy(() -> split(smoke, "objective.data.scenes.split=composition"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("split expected train or composition-train");
        assertThatThrownBy(() -> TrainConfigFile.read(CONFIGS.resolve("nano-vae.yaml"), List.of(nano)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("dense expected 0");
    }

    private static Split split(Path file, String... overrides) {
        TrainConfig config = TrainConfigFile.read(file, List.of(overrides));
        TrainingData data = ((FlowMatching.Config) config.objective()).data();
        return ((TrainingData.FromShapeWorld) data).scenes().split();
    }

    @Test
    void overridesReplaceFieldsThatExist() {
        Path smoke = CONFIGS.resolve("smoke.yaml");
        TrainConfig config = TrainConfigFile.read(smoke, List.of("steps=3", "checkpoint.every=2"));
        assertThat(config.steps()).isEqualTo(3);
        assertThat(config.checkpoint().every()).isEqualTo(2);
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("checkpoint.evry=2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("checkpoint.evry=2");
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("steps=0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("steps");
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("compute=U8")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("F32 or BF16");
    }

    @Test
    void fieldsWithADefaultMayBeLeftOutAndOverridden() {
        Path smoke = CONFIGS.resolve("smoke.yaml");
        TrainConfig config = TrainConfigFile.read(smoke, List.of());
        assertThat(config.distributed()).isEqualTo(new TrainConfig.Distributed(0, 600, ProcessGroup.Backend.GLOO));
        assertThat(config.mlflow()).isNull();
        FlowMatching.Config objective = (FlowMatching.Config) config.objective();
        assertThat(objective.samples().edits()).isEmpty();
        assertThat(objective.cache()).isNull();
        config = TrainConfigFile.read(
                smoke,
                List.of("distributed.zero=2", "mlflow={uri: 'http://m', experiment: e}", "objective.samples.edits=[]"));
        assertThat(config.distributed()).isEqualTo(new TrainConfig.Distributed(2, 600, ProcessGroup.Backend.GLOO));
        assertThat(config.mlflow()).isNotNull();
    }

    @Test
    void unknownAndMissingFieldsAreRefused() {
        Path smoke = CONFIGS.resolve("smoke.yaml");
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("checkpoint={every: 1, keep: 2}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("checkpoint.type is missing; expected one of F32,");
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("log={every: 1, evry: 2}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.evry is unknown; did you mean every?");
        assertThatThrownBy(() -> TrainConfigFile.read(smoke, List.of("objective.type=flow")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("objective.type expected one of flow_matching, guidance_distillation,")
                .hasMessageContaining("found flow");
    }

    @Test
    void oldSpellingsAreUnderstoodAndNoted() throws IOException {
        String vae = Files.readString(CONFIGS.resolve("nano-vae.yaml"));
        Path old = Files.writeString(
                folder.resolve("old.yaml"),
                vae.replace("activation_checkpointing", "recompute")
                        .replace("validation_images", "validation_pictures"));
        List<String> notes = new ArrayList<>();
        TrainConfig config = TrainConfigFile.read(old, List.of("recompute=true", "steps=7"), notes::add);
        assertThat(config.activationCheckpointing()).isTrue();
        assertThat(((VaeReconstruction.Config) config.objective()).validationImages())
                .isEqualTo(24);
        assertThat(notes)
                .containsExactly(
                        "note: recompute is now activation_checkpointing",
                        "note: objective.validation_pictures is now objective.validation_images");

        notes.clear();
        config = TrainConfigFile.read(
                CONFIGS.resolve("nano-vae.yaml"), List.of("objective.validation_pictures=3"), notes::add);
        assertThat(((VaeReconstruction.Config) config.objective()).validationImages())
                .isEqualTo(3);
        assertThat(notes).containsExactly("note: objective.validation_pictures is now objective.validation_images");

        notes.clear();
        Path joint = CONFIGS.resolve("nano-joint.yaml");
        config = TrainConfigFile.read(joint, List.of("objective.type=flow_matching"), notes::add);
        assertThat(config.objective()).isInstanceOf(NanoFlowMatching.Config.class);
        assertThat(notes).containsExactly("note: objective.type flow_matching is now nano_flow_matching");

        notes.clear();
        config = TrainConfigFile.read(CONFIGS.resolve("smoke.yaml"), List.of("objective.type=supervised"), notes::add);
        assertThat(config.objective()).isInstanceOf(FlowMatching.Config.class);
        assertThat(notes).containsExactly("note: objective.type supervised is now flow_matching");
    }
}
