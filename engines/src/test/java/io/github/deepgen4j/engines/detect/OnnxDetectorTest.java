// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.EngineStore;
import io.github.deepgen4j.engines.TestEngines;
import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of both forms: tiny networks whose answers are known, and NanoDet on photographs. */
class OnnxDetectorTest {
    @Test
    void queriesBecomeBoxesAndSilhouettes() {
        Image image = Tiny.with(Tiny.plain(96, 48, Tiny.BLACK), 20, 8, 44, 40, Tiny.RED);
        image = Tiny.with(image, 60, 16, 90, 32, Tiny.BLUE);
        try (OnnxDetector detector = OnnxDetector.open(Tiny.folder("queries"))) {
            Map<String, List<Detection>> found = detector.detect(image);
            Detection apple = best(found.get("apple"));
            assertBox(apple.box(), 20, 8, 44, 40, 1.1f);
            assertBox(best(found.get("berry")).box(), 60, 16, 90, 32, 1.1f);
            // softmax(6, 0, 0) times the mean probability inside the mask
            assertThat(apple.score()).isBetween(0.9f, 0.995f);
            BitSet own = apple.silhouette().orElseThrow().pixels();
            assertThat(own.cardinality()).isCloseTo(24 * 32, within(120));
            assertThat(apple.silhouette().orElseThrow().has(30, 20)).isTrue();
            assertThat(apple.silhouette().orElseThrow().has(70, 20)).isFalse();
        }
    }

    @Test
    void aMaskWithoutPixelsIsNoObject() {
        try (OnnxDetector detector = OnnxDetector.open(Tiny.folder("queries"))) {
            assertThat(detector.detect(Tiny.plain(40, 40, Tiny.BLACK))).isEmpty();
        }
    }

    @Test
    void pointsBecomeBoxesAndTheWorseOfTwoIsDropped() {
        try (OnnxDetector detector = OnnxDetector.open(Tiny.folder("points"))) {
            Map<String, List<Detection>> found = detector.detect(Tiny.plain(64, 32, Tiny.GREEN));
            assertThat(found).containsOnlyKeys("cup", "dog");
            Detection cup = found.get("cup").getFirst();
            // Point (1, 1) of stride 8 lies at 12, 12, eight pixels to each side; twice as wide in the image.
            assertBox(cup.box(), 8, 4, 40, 20, 0.01f);
            assertThat(cup.score()).isCloseTo(0.9f, within(1e-6f));
            assertThat(found.get("cup")).hasSize(1);
            // Its neighbour to the right and below leaves the image, where the box ends.
            assertBox(found.get("dog").getFirst().box(), 40, 20, 64, 32, 0.01f);
        }
    }

    @Test
    void nanodetSeesWhatThePhotographsShow(@TempDir Path store) {
        Path folder = TestEngines.folder();
        EngineStore engines = TestEngines.store(store);
        Path installed =
                engines.add(EngineKind.DETECTOR, folder.resolve("nanodet.onnx")).folder();
        try (OnnxDetector detector = OnnxDetector.open(installed)) {
            assertThat(detector.classes()).hasSize(80).contains("computer mouse", "tv remote");
            long start = System.nanoTime();
            assertScore(detector, folder, "coffee", "cup", 0.52f);
            assertScore(detector, folder, "astronaut", "person", 0.73f);
            assertScore(detector, folder, "chelsea", "cat", 0.40f);
            System.out.printf(Locale.ROOT, "NanoDet: %.2f s a photograph%n", (System.nanoTime() - start) / 3e9);
        }
    }

    private static void assertScore(OnnxDetector detector, Path folder, String photo, String name, float score) {
        Image image = Image.read(folder.resolve("photos/" + photo + ".png"));
        Detection best = best(detector.detect(image).get(name));
        System.out.printf(Locale.ROOT, "NanoDet: %s %.2f in %s, %s%n", name, best.score(), photo, best.box());
        assertThat(best.score()).isCloseTo(score, within(0.02f));
        assertThat(best.box().right()).isLessThanOrEqualTo(image.width());
        assertThat(best.box().bottom()).isLessThanOrEqualTo(image.height());
    }

    private static Detection best(List<Detection> objects) {
        return objects.stream()
                .max((a, b) -> Float.compare(a.score(), b.score()))
                .orElseThrow();
    }

    private static void assertBox(Box box, float left, float top, float right, float bottom, float tolerance) {
        assertThat(box.left()).isCloseTo(left, within(tolerance));
        assertThat(box.top()).isCloseTo(top, within(tolerance));
        assertThat(box.right()).isCloseTo(right, within(tolerance));
        assertThat(box.bottom()).isCloseTo(bottom, within(tolerance));
    }
}
