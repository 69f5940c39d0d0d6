// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipColoursTest {
    private static final Map<String, float[]> WORDS = Map.of(
            "red", new float[] {1, 0, 0, 0},
            "green", new float[] {0, 1, 0, 0},
            "blue", new float[] {0, 0, 1, 0});

    /** Embeds an image as its first pixel, and a text by the colour in it; others lie in a direction of their own. */
    private static final class Primary implements ImageTextSimilarity {
        private final List<String> texts = new ArrayList<>();

        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.program("primary", "1");
        }

        @Override
        public float[] embed(Image image) {
            byte[] rgb = image.rgb();
            return new float[] {rgb[0] & 255, rgb[1] & 255, rgb[2] & 255, 0};
        }

        @Override
        public float[] embed(String text) {
            texts.add(text);
            return WORDS.entrySet().stream()
                    .filter(word -> text.contains(" " + word.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(new float[] {0, 0, 0, 1});
        }
    }

    @Test
    void theNearestColourNamesEachCropAndTextsAreReadOnce() {
        var primary = new Primary();
        Image image = Image.of(2, 1, new byte[] {(byte) 200, 10, 10, 10, 10, (byte) 200});
        try (var colours = new ClipColours(primary)) {
            List<Detection> objects =
                    List.of(new Detection(new Box(1, 0, 2, 1), 1), new Detection(new Box(0, 0, 1, 1), 1));
            assertThat(colours.colours(image, "cup", objects)).containsExactly(BasicColour.BLUE, BasicColour.RED);
            colours.colours(image, "cup", objects);
            assertThat(primary.texts).hasSize(3 * BasicColour.values().length);
            assertThatThrownBy(() -> colours.colours(image, "cup", List.of(new Detection(new Box(0, 0, 0.4f, 1), 1))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("expected at least one pixel");
        }
    }
}
