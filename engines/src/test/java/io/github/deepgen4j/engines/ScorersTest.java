// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scorers of pictures in folders. */
class ScorersTest {
    private static final Image RED = Tiny.plain(40, 30, Tiny.RED);

    @TempDir
    private Path folder;

    private Engines engines() {
        return new Engines(TestEngines.store(folder.resolve("store")), Map.of(), _ -> {});
    }

    private Path described(String tiny, String from, String to) throws IOException {
        Golden.copy(Tiny.folder(tiny), folder.resolve("scorer"));
        Path file = folder.resolve("scorer/engine.json");
        Files.writeString(file, Files.readString(file).replace(from, to));
        return folder.resolve("scorer");
    }

    @Test
    void anEncoderScoresByItsCosine() throws IOException {
        Path clip = described("clip", "\"version\": \"1\"", "\"version\": \"1\", \"factor\": 2");
        try (Engines engines = engines();
                PictureScorer hps = engines.scorer("hps", clip.toString())) {
            assertThat(hps.score(RED, "a photo of a red cup", Optional.empty())).isCloseTo(2, within(1e-2));
            assertThat(hps.score(RED, "a photo of a green cup", Optional.empty()))
                    .isLessThan(0);
            assertThat(hps.fingerprint().toString()).contains("tiny-clip", "factor=2.0");
        }
    }

    @Test
    void theEncoderThatIsThereTellsPicturesApart() {
        try (Engines none = engines()) {
            assertThat(none.similarity()).isEmpty();
        }
        Map<EngineKind, String> chosen =
                Map.of(EngineKind.CLIP, Tiny.folder("clip").toString());
        try (Engines engines = new Engines(TestEngines.store(folder.resolve("store")), chosen, _ -> {})) {
            ImageTextSimilarity encoder = engines.similarity().orElseThrow();
            float[] red = encoder.embed(RED);
            float[] smaller = encoder.embed(Tiny.plain(20, 30, Tiny.RED));
            float[] green = encoder.embed(Tiny.plain(40, 30, Tiny.GREEN));
            assertThat(cosine(red, smaller)).isCloseTo(1, within(1e-3));
            assertThat(cosine(red, green)).isCloseTo(-1.0 / 3, within(1e-2));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void aNetworkScoresByANumberOfItsOutput() throws IOException {
        Path network =
                described("vqa", "\"kind\": \"vqa\"", "\"kind\": \"scorer\", \"output\": \"scores\", \"scale\": 0.5");
        try (Engines engines = engines();
                PictureScorer scorer = engines.scorer("image_reward", network.toString())) {
            double red = scorer.score(RED, "is it red ?", Optional.empty());
            double green = scorer.score(RED, "is it green ?", Optional.empty());
            assertThat(red).isGreaterThan(green);
        }
    }

    @Test
    void whatIsNoScorerIsRefused() throws IOException {
        try (Engines engines = engines()) {
            assertThatThrownBy(
                            () -> engines.scorer("hps", folder.resolve("none").toString()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("hps expected an address or a folder with engine.json");
            Path vqa = described("vqa", "\"kind\": \"vqa\"", "\"kind\": \"vqa\"");
            assertThatThrownBy(() -> engines.scorer("hps", vqa.toString()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("kind");
        }
    }
}
