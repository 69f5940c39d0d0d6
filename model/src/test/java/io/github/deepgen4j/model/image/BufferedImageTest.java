// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of Java's, there and back. */
class BufferedImageTest {
    private static Image random() {
        byte[] rgb = new byte[3 * 13 * 7];
        new Random(3).nextBytes(rgb);
        return Image.of(13, 7, rgb);
    }

    @Test
    void thereAndBackIsTheSame() {
        assertThat(Image.of(random().toBufferedImage()).sha256()).isEqualTo(random().sha256());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void theKindOfBufferDoesNotMatter(int type) {
        Image image = random();
        var buffered = new BufferedImage(image.width(), image.height(), type);
        BufferedImage source = image.toBufferedImage();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                buffered.setRGB(x, y, source.getRGB(x, y));
            }
        }
        assertThat(Image.of(buffered).rgb()).isEqualTo(image.rgb());
        // A part shares the buffer of the whole
        byte[] part = Image.of(buffered.getSubimage(2, 1, 5, 4)).rgb();
        assertThat(part[0]).isEqualTo(image.rgb()[3 * (1 * 13 + 2)]);
        assertThat(part).hasSize(3 * 5 * 4);
    }

    @Test
    void greyIsRepeatedAndPremultipliedColoursAreDivided() {
        var grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        assertThat(Image.of(grey).rgb()).containsExactly(100, 100, 100);
        var premultiplied = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
        premultiplied.setRGB(0, 0, 0x80ff0000);
        assertThat(Image.of(premultiplied).rgb()).containsExactly((byte) 255, 0, 0);
    }
}
