// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stages of the nano's recipe in their order, two steps each: every stage takes up the former's model. */
class NanoRecipeTest {
    private static final Path CONFIGS = Path.of("../configs");

    @TempDir
    private Path folder;

    private Path model; // of the last stage

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void everyStageTrainsItsPartOfTheFormersModel() throws IOException {
        String tasks = "objective.validation_tasks=1";
        stage("nano-vlm", Set.of(), "objective.batch=4", tasks); // begins with random weights
        stage("nano-plan", Set.of("connector"), "objective.batch=4", tasks);
        stage("nano-vae", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
        stage("nano-letters", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
        String[] drawing = {"objective.batch=2", "objective.scenes=60", tasks, "objective.validation_steps=2"};
        stage("nano-t2i", Set.of("transformer"), drawing);
        stage("nano-compose", Set.of("transformer"), drawing);
        stage("nano-joint", Set.of("transformer"), drawing);
        stage("nano-finish", Set.of("transformer"), drawing);
        stage("nano-text", Set.of("transformer"), drawing);
        stage("nano-words", Set.of("transformer"), drawing);
        stage("nano-rewrite", Set.of("transformer"), drawing);
        stage("nano-grounds", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
    }

    private void stage(String name, Set<String> trained, String... smaller) throws IOException {
        List<String> overrides = new ArrayList<>(List.of("steps=2", "learning_rate.warmup=1", "log.every=1"));
        overrides.add("model=" + (model == null ? CONFIGS.resolve("nano") : model));
        overrides.addAll(List.of(smaller));
        TrainConfig config = TrainConfigFile.read(CONFIGS.resolve(name + ".yaml"), overrides);
        Path run = folder.resolve(name);
        assertThat(RunOfSmoke.train(config, run, false)).isTrue();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode step = new JsonMapper().readTree(line);
            assertThat(step.get("loss").asDouble()).as(name).isFinite().isPositive();
            assertThat(step.get("samples_per_second").asDouble()).as(name).isPositive();
        }
        assertThat(Files.readAllLines(run.resolve("validation.jsonl"))).as(name).isNotEmpty();
        Path made = run.resolve("model");
        if (model != null) {
            assertThat(changed(model, made)).as(name).isEqualTo(trained);
        }
        model = made;
    }

    private static Set<String> changed(Path before, Path after) throws IOException {
        Set<String> changed = new TreeSet<>();
        for (String component : List.of("vlm", "connector", "vae", "transformer")) {
            try (var files = Files.list(after.resolve(component))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                    if (Files.mismatch(file, before.resolve(component).resolve(file.getFileName())) >= 0) {
                        changed.add(component);
                    }
                }
            }
        }
        return changed;
    }
}
