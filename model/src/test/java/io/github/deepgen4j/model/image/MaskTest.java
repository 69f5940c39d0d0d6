// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskTest {
    private static final Size SIZE = new Size(4, 2);

    /** Grey levels, row by row. */
    private static Image grey(int width, int height, int... levels) {
        byte[] rgb = new byte[3 * levels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) levels[i / 3];
        }
        return Image.of(width, height, rgb);
    }

    @Test
    void cellsTakeTheBrightestOfTheirPixels() {
        Mask mask = Mask.of(grey(4, 2, 0, 0, 0, 51, 0, 255, 0, 0), SIZE);
        assertThat(mask.cells(2)).containsExactly(1, 0.2f);
        assertThat(mask.cells(1)).containsExactly(0, 0, 0, 0.2f, 0, 1, 0, 0);
    }

    @Test
    void blackKeepsBytesAndWhiteTakesThemAndGreyMixes() {
        Mask mask = Mask.of(grey(4, 2, 0, 255, 51, 0, 0, 0, 0, 0), SIZE);
        Image before = grey(4, 2, 7, 7, 100, 7, 255, 0, 1, 2);
        Image after = grey(4, 2, 9, 9, 200, 9, 9, 9, 9, 9);
        assertThat(mask.paste(before, after).rgb())
                .isEqualTo(grey(4, 2, 7, 9, 120, 7, 255, 0, 1, 2).rgb());
    }

    @Test
    void aMaskOfAnotherSizeIsScaled() {
        int[] levels = new int[32];
        Arrays.fill(levels, 0, 16, 255); // upper half of 8 x 4
        float[] doubled = Mask.of(grey(8, 4, levels), new Size(16, 8)).cells(1);
        assertThat(doubled[0]).isEqualTo(1);
        assertThat(doubled[7 * 16]).isZero();
    }

    @Test
    void aMaskThatIsAllBlackIsRefused() {
        assertThatThrownBy(() -> Mask.of(grey(1, 1, 0), SIZE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("white");
    }
}
