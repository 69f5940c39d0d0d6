// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.cache.DataCache;
import io.github.deepgen4j.training.cache.PosteriorCache;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.DataConfigFile;
import io.github.deepgen4j.training.data.Mix;
import io.github.deepgen4j.training.data.SampleWriter;
import io.github.deepgen4j.training.data.ShapeWorldData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Runs with the latents that {@code data cache} keeps. */
class CachedRunTest {
    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Losses of three steps over files, from the weights of the tiny model. */
    private List<Double> losses(String name, Path data, String... more) throws IOException {
        List<String> overrides = new ArrayList<>(List.of(
                "steps=3",
                "start=REFERENCE",
                "model=" + Golden.path("tiny").toAbsolutePath(),
                "checkpoint.every=9",
                "objective.data={type: files, files: " + data + "}"));
        overrides.addAll(List.of(more));
        overrides.addAll(List.of("accumulation=1", "objective.samples.prompts=[]", "learning_rate.warmup=1"));
        TrainConfig config = TrainConfigFile.read(RunOfSmoke.CONFIG, overrides);
        RunOfSmoke.train(config, folder.resolve(name), false);
        return Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl")).stream()
                .map(line -> new JsonMapper().readTree(line).get("loss").asDouble())
                .toList();
    }

    private static long entries(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @DisabledIfSystemProperty(
            named = "deepgen.device",
            matches = "cuda",
            disabledReason = "compares bits, which a GPU does not promise")
    @Test
    void lossesAreTheSameWithHitsAndWithMisses() throws IOException {
        Path shapes = folder.resolve("shapes");
        new SampleWriter(shapes, 64)
                .write(
                        new ShapeWorldData(Map.of(Category.SINGLE, 1.0, Edit.RECOLOUR, 1.0)).numbered(1),
                        6,
                        () -> false,
                        _ -> {});
        Path data = shapes.resolve("data.yaml");
        DataConfig config = DataConfigFile.read(data);
        Path full = folder.resolve("full");
        try (Mix mix = Mix.open(config);
                PosteriorCache cache = new PosteriorCache(Golden.path("tiny"), full, DType.F32)) {
            new DataCache(mix, config, cache).fill(Integer.MAX_VALUE, () -> false, _ -> {});
        }
        long filled = entries(full);
        assertThat(filled).isPositive();

        List<Double> without = losses("without", data);
        assertThat(losses("hits", data, "objective.cache=" + full)).isEqualTo(without);
        assertThat(entries(full)).isEqualTo(filled); // nothing was computed
        Path empty = folder.resolve("empty");
        assertThat(losses("misses", data, "objective.cache=" + empty)).isEqualTo(without);
        assertThat(entries(empty)).isBetween(1L, filled);
    }

    @Test
    void imagesThatNeverComeAgainAreNotCached() {
        assertThatThrownBy(() -> RunOfSmoke.config("objective.cache=" + folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cache expected data whose images come again");
    }
}
