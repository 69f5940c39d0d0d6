// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cached tensors against those of the golden edit. */
class CacheParityTest {
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"));
    private static final JsonNode CASE =
            new JsonMapper().readTree(GOLDEN.resolve("edit1/case.json").toFile());

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static Image reference() {
        JsonNode reference = CASE.get("refs").get(0).get(0);
        Image stored =
                Image.read(GOLDEN.resolve("edit1").resolve(reference.get("file").stringValue()));
        Size size = new Size(
                reference.get("width").intValue(), reference.get("height").intValue());
        return Resize.resize(stored, size, Filter.BICUBIC);
    }

    private static double error(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        return actual.sub(expected).norm().item() / expected.norm().item();
    }

    private long entries() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void posteriorsAreComputedOnceAndFoundAgain() throws IOException {
        try (var _ = Scope.open();
                Safetensors golden = Safetensors.open(GOLDEN.resolve("edit1/tensors.safetensors"))) {
            for (int run = 0; run < 2; run++) {
                try (PosteriorCache cache = new PosteriorCache(GOLDEN.resolve("tiny"), folder, DType.F32)) {
                    assertThat(cache.has(reference())).isEqualTo(run == 1);
                    Posterior posterior = cache.of(reference());
                    assertThat(error(posterior.mean(), golden.tensor("vae_mean.0.0")))
                            .isLessThan(1e-4);
                    assertThat(error(posterior.logVariance(), golden.tensor("vae_logvar.0.0")))
                            .isLessThan(1e-4);
                    assertThat(entries()).isEqualTo(1);
                }
            }
            try (PosteriorCache other = new PosteriorCache(GOLDEN.resolve("tiny"), folder, DType.BF16)) {
                assertThat(other.has(reference())).isFalse();
                assertThat(error(other.of(reference()).mean(), golden.tensor("vae_mean.0.0")))
                        .isBetween(1e-5, 1e-2);
            }
        }
    }

    @Test
    void otherSettingsAreAnotherEntry() throws IOException {
        Path model = folder.resolve("model");
        Path vae = model.resolve("vae");
        try (Stream<Path> files = Files.walk(GOLDEN.resolve("tiny"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy =
                        model.resolve(GOLDEN.resolve("tiny").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        try (var _ = Scope.open();
                PosteriorCache cache = new PosteriorCache(model, folder, DType.F32)) {
            cache.of(reference());
        }
        Path config = vae.resolve("config.json");
        String changed =
                Files.readString(config).replaceFirst("\"scaling_factor\": [0-9.]+", "\"scaling_factor\": 2.0");
        Files.writeString(config, changed);
        try (PosteriorCache cache = new PosteriorCache(model, folder, DType.F32)) {
            assertThat(cache.has(reference())).isFalse();
        }
        try (PosteriorCache cache = new PosteriorCache(GOLDEN.resolve("tiny"), folder, DType.F32)) {
            assertThat(cache.has(reference())).isTrue();
        }
    }

    @Test
    void keysKeepTheirPartsApart() {
        assertThat(ContentCache.key(List.of("ab", "c"))).isNotEqualTo(ContentCache.key(List.of("a", "bc")));
    }
}
