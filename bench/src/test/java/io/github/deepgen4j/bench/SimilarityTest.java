// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.image.Image;
import org.junit.jupiter.api.Test;

/** Values of scikit-image 0.26, with the arguments that {@link Similarity} names, of images made by formulas. */
class SimilarityTest {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 24;

    private interface Values {
        int at(int x, int y, int channel);
    }

    private static Image image(Values values) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values.at(i / 3 % WIDTH, i / 3 / WIDTH, i % 3);
        }
        return Image.of(WIDTH, HEIGHT, rgb);
    }

    private static int index(int x, int y, int channel) {
        return 3 * (y * WIDTH + x) + channel;
    }

    @Test
    void noiseAndGradientsAreAsInScikitImage() {
        Image a = image((x, y, c) -> index(x, y, c) * 37 % 251);
        Image b = image((x, y, c) -> {
            int i = index(x, y, c);
            return Math.min(255, i * 37 % 251 + i * i % 17);
        });
        assertThat(Similarity.of(a, b).psnr()).isCloseTo(28.38745006530274, within(1e-9));
        assertThat(Similarity.of(a, b).ssim()).isCloseTo(0.995184774095008, within(1e-9));
        Image smooth = image((x, y, c) -> c == 0 ? x * 8 : c == 1 ? y * 10 : (x + y) * 4);
        Image rough = image((x, y, c) -> c == 0 ? x * 8 - x % 5 : c == 1 ? y * 10 : (x + y) * 4 + y % 3 * 6);
        assertThat(Similarity.of(smooth, rough).psnr()).isCloseTo(34.72925541501526, within(1e-9));
        assertThat(Similarity.of(smooth, rough).ssim()).isCloseTo(0.9620488518130846, within(1e-9));
    }

    @Test
    void equalImagesAreAlikeAndOthersOfOtherSizesAreRefused() {
        Image a = image((x, y, c) -> x * y + c);
        assertThat(Similarity.of(a, a).ssim()).isCloseTo(1, within(1e-12));
        assertThat(Similarity.of(a, a).psnr()).isInfinite();
        Image small = Image.of(8, 8, new byte[3 * 8 * 8]);
        assertThatThrownBy(() -> Similarity.of(a, small)).hasMessageContaining("one size");
        assertThatThrownBy(() -> Similarity.of(small, small)).hasMessageContaining("at least 11 pixels");
    }
}
