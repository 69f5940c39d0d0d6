// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PNG files as other programs see them. */
class ImageWriteTest {
    private static Image random(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(width * 31L + height).nextBytes(rgb);
        return Image.of(width, height, rgb);
    }

    private static Image gradient(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 5 + i % 3 * i / width);
        }
        return Image.of(width, height, rgb);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "9, 1", "17, 5", "64, 64", "301, 7"})
    void anotherReaderSeesTheSamePixels(int width, int height) throws IOException {
        for (Image image : new Image[] {random(width, height), gradient(width, height)}) {
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(image.png(Map.of("deepgen", "äöü"))));
            assertThat(seen.getWidth()).isEqualTo(width);
            assertThat(seen.getHeight()).isEqualTo(height);
            byte[] rgb = image.rgb();
            for (int i = 0; i < width * height; i++) {
                int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
                assertThat(seen.getRGB(i % width, i / width) & 0xffffff).isEqualTo(colour);
            }
        }
    }

    @Test
    void whatWasWrittenIsReadAgain(@TempDir Path folder) {
        Path file = folder.resolve("a.png");
        Image image = random(33, 20);
        image.writePng(file, Map.of("deepgen", "{}"));
        assertThat(Image.read(file).rgb()).isEqualTo(image.rgb());
        assertThat(Image.read(file).sha256()).isEqualTo(image.sha256());
        assertThat(PngText.read(file)).isEqualTo(Map.of("deepgen", "{}"));
    }

    @Test
    void theSameImageAndTextGiveTheSameBytes() {
        Map<String, String> text = Map.of("a", "1", "b", "2", "c", "ä");
        Map<String, String> otherOrder = new java.util.TreeMap<>(java.util.Comparator.reverseOrder());
        otherOrder.putAll(text);
        assertThat(random(8, 8).png(text)).isEqualTo(random(8, 8).png(otherOrder));
    }

    @Test
    void aFileIsReplacedAsAWholeAndNothingIsLeftBeside(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.png");
        random(40, 40).writePng(file);
        random(4, 4).writePng(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(random(4, 4).png(Map.of()));
        assertThat(folder.toFile().list()).containsExactly("a.png");
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.png");
        random(4, 4).writePng(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> random(8, 8).writePng(file, Map.of("wrong\0keyword", "x")))
                .isInstanceOf(ImageException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Path occupied = Files.createDirectories(folder.resolve("b.png/inside")).getParent();
        assertThatThrownBy(() -> random(8, 8).writePng(occupied))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("b.png: cannot be written");
        assertThatThrownBy(() -> random(8, 8).writePng(folder.resolve("missing/c.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("c.png: cannot be written");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.png", "b.png");
    }

    @Test
    void bytesMustFitTheSize() {
        assertThatThrownBy(() -> Image.of(2, 2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image 2x2 expected 12 bytes, found 11");
        assertThatThrownBy(() -> Image.of(0, 2, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
