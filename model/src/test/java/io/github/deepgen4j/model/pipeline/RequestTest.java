// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests refuse wrong values when they are made, saying what to do. */
class RequestTest {
    private static final GenerateRequest REQUEST = GenerateRequest.of("a star");
    private static final Image IMAGE = Image.of(32, 32, new byte[3 * 32 * 32]);

    @Test
    void sidesAreMultiplesOf16() {
        assertThatThrownBy(() -> REQUEST.withSize(500, 512))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size expected sides that are multiples of 16, found 500x512; try 512x512");
        assertThatThrownBy(() -> REQUEST.withSize(0, 512)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stepsAndGuidanceHaveBounds() {
        assertThatThrownBy(() -> REQUEST.withSteps(0)).hasMessageContaining("steps expected 1 to 1000, found 0");
        assertThatThrownBy(() -> REQUEST.withSteps(1001)).hasMessageContaining("found 1001");
        assertThatThrownBy(() -> REQUEST.withGuidance(-1)).hasMessageContaining("cfg expected a number >= 0");
        assertThatThrownBy(() -> REQUEST.withGuidance(Double.NaN)).hasMessageContaining("found NaN");
    }

    @Test
    void endlessPromptsAreRefused() {
        assertThatThrownBy(() -> GenerateRequest.of("x".repeat(16_385)))
                .hasMessageContaining("prompt expected at most 16384 characters, found 16385");
        assertThatThrownBy(() -> REQUEST.withNegative("x".repeat(16_385))).hasMessageContaining("negative");
    }

    /** The image would be drawn, and could not be written. */
    @Test
    void textThatNoFileHoldsIsRefused() {
        assertThatThrownBy(() -> GenerateRequest.of("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt expected text, found the character NUL at place 2");
        assertThatThrownBy(() -> REQUEST.withNegative("\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a surrogate pair");
        assertThatThrownBy(() -> EditRequest.of(IMAGE, "\ude00")).hasMessageContaining("half a surrogate pair");
        assertThatThrownBy(() -> EditRequest.of(IMAGE, "x").withSources(List.of("\0")))
                .hasMessageContaining("source expected text");
        assertThat(GenerateRequest.of("\ud83d\ude00").prompt()).hasSize(2);
    }

    @Test
    void anEditNeedsAnImage() {
        assertThatThrownBy(() -> EditRequest.of(List.of(), "make it blue"))
                .hasMessageContaining("at least one reference image");
        assertThatThrownBy(() -> EditRequest.of(IMAGE, "make it blue").withResize(ResizeRule.SQUARE, 16))
                .hasMessageContaining("at least 32");
    }

    @Test
    void defaultsAreThePublishedOnes() {
        assertThat(REQUEST.sampling().steps()).isEmpty(); // left to the model
        assertThat(ModelConfig.read(Golden.path("tiny")).steps()).isEqualTo(50);
        assertThat(REQUEST.sampling().guidance()).isEmpty(); // left to the model
        assertThat(ModelConfig.read(Golden.path("tiny")).guidance().scale()).isEqualTo(4.0);
        assertThat(REQUEST.sampling().seed()).isEqualTo(42);
        assertThat(ModelConfig.read(Golden.path("tiny")).editNegative()).startsWith("blurry, low quality");
    }

    @Test
    void aModelMaySayHowFarItIsGuided() {
        assertThat(ModelConfig.read(Path.of("../configs/nano")).guidance().scale())
                .isEqualTo(2.0);
        try (DeepGen tiny = DeepGen.open(Golden.path("tiny"))) {
            assertThat(tiny.recipe(REQUEST).guidance()).isEqualTo(4.0);
            assertThat(tiny.recipe(REQUEST.withGuidance(3)).guidance()).isEqualTo(3.0);
        }
    }

    @Test
    void aModelMaySayWhatItsEditsAvoid() {
        assertThat(EditRequest.of(IMAGE, "x").negative()).isEmpty(); // left to the model
        assertThat(ModelConfig.read(Path.of("../configs/nano")).editNegative()).isEmpty();
    }
}
