// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.lpips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Two images go into the network in -1..1; files that compare no two images are refused by name. */
class LpipsTest {
    private static final Path FILE = Tiny.folder("lpips").resolve("lpips.onnx");
    private static final Image RED = Tiny.plain(40, 30, Tiny.RED);

    @Test
    void distanceIsTheNetworks() {
        try (Lpips lpips = Lpips.open(FILE)) {
            assertThat(lpips.applyAsDouble(RED, RED)).isZero();
            // Two of three channels go from one end of -1..1 to the other, and the square of 2 is 4.
            assertThat(lpips.applyAsDouble(RED, Tiny.plain(40, 30, Tiny.GREEN))).isCloseTo(8.0 / 3, within(1e-6));
            assertThat(lpips.applyAsDouble(Tiny.with(RED, 0, 0, 20, 30, Tiny.BLACK), RED))
                    .isCloseTo(4.0 / 3 / 2, within(1e-6));
        }
    }

    @Test
    void imagesOfTwoSizesAreRefusedByTheFilesName() {
        try (Lpips lpips = Lpips.open(FILE)) {
            assertThatThrownBy(() -> lpips.applyAsDouble(RED, Tiny.plain(41, 30, Tiny.RED)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lpips.onnx");
        }
    }

    @Test
    void networksThatDoNotCompareTwoImagesAreRefused() {
        Path clip = Tiny.folder("clip").resolve("image.onnx");
        assertThatThrownBy(() -> Lpips.open(clip))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("image.onnx: expected two inputs, the images to compare, found [pixel_values]");
        assertThatThrownBy(() -> Lpips.open(Tiny.folder("clip").resolve("text.onnx")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("expected an input 'attention_mask' of float");
        assertThatThrownBy(() -> Lpips.open(FILE.resolveSibling("none.onnx")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("none.onnx");
    }
}
