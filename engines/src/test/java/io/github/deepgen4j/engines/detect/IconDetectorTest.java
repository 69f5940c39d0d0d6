// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.EngineStore;
import io.github.deepgen4j.engines.Engines;
import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.icons.prompt.Layouts;
import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of its answers, with random weights; what trained ones are worth is measured by their training. */
class IconDetectorTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void randomWeights() {
        NetworkOptions random = NetworkOptions.trainable(1, new DeepGenInitialiser(1));
        try (var networks = Networks.open(Path.of("../configs/icon-detector"), random);
                var _ = Scope.open()) {
            ModelFolder.write(networks, folder, Map.of(), DType.F32);
        }
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void itLooksAtAllPlacesAndScalesItsBoxes() {
        Map<EngineKind, String> choice = Map.of(EngineKind.DETECTOR, folder.toString());
        try (var engines = new Engines(new EngineStore(folder.resolve("store")), choice, _ -> {})) {
            Detector detector = engines.detector();
            Image picture = Tiny.with(Tiny.plain(192, 96, Tiny.BLACK), 20, 8, 120, 60, Tiny.RED);
            Map<String, List<Detection>> found = detector.detect(picture);
            assertThat(detector.classes()).containsAll(found.keySet());
            List<Detection> all = found.values().stream().flatMap(List::stream).toList();
            assertThat(all).hasSizeBetween(1, Layouts.all().size());
            for (Detection one : all) {
                assertThat(one.score()).isBetween(0f, 1f);
                assertThat(one.box().width()).isBetween(0.2f * 192, 0.91f * 192);
                assertThat(one.box().height() * 2).isCloseTo(one.box().width(), within(0.01f));
            }
            assertThat(detector.detect(picture)).isEqualTo(found);
            assertThat(detector.fingerprint().toString()).contains("icon-detector", "weights=");
        }
    }

    @Test
    void aModelWithTooFewWordsIsRefused() throws IOException {
        Path labels = folder.resolve("engine.json");
        String more =
                IntStream.range(0, 200).mapToObj(i -> "\"more-" + i + "\", ").collect(Collectors.joining());
        Files.writeString(labels, Files.readString(labels).replace("\"things\": [", "\"things\": [" + more));
        assertThatThrownBy(() -> IconDetector.open(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("vocab_size expected at least 1851")
                .hasMessageContaining("found 1792");
    }

    @Test
    void anotherNetworkIsRefused() throws IOException {
        Path labels = folder.resolve("engine.json");
        Files.writeString(
                labels, Files.readString(labels).replace("\"network\": \"icons\"", "\"network\": \"crystal\""));
        Map<EngineKind, String> choice = Map.of(EngineKind.DETECTOR, folder.toString());
        try (var engines = new Engines(new EngineStore(folder.resolve("store")), choice, _ -> {})) {
            assertThatThrownBy(engines::detector)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("engine.json")
                    .hasMessageContaining("crystal");
        }
    }
}
