// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the stages of a recipe in their order, two steps each: every stage takes up the former's model. */
final class Recipe {
    private static final Path CONFIGS = Path.of("../configs");

    private final Path folder;
    private final Path dimensions;
    private Path model; // of the last stage

    Recipe(Path folder, String dimensions) {
        this.folder = folder;
        this.dimensions = CONFIGS.resolve(dimensions);
    }

    /** @param trained components that must have changed; of the first stage, which begins with random weights, any */
    void stage(String name, Set<String> trained, String... smaller) throws IOException {
        List<String> overrides = new ArrayList<>(List.of("steps=2", "learning_rate.warmup=1", "log.every=1"));
        overrides.add("model=" + (model == null ? dimensions : model));
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
