// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** PNG, JPEG and WebP: the pixels and texts that come back. */
class OutputFormatTest {
    private static final Map<String, String> TEXTS =
            Map.of("deepgen", "{\"prompt\": \"红色圆形 café 😀\"}", "parameters", "红色圆形 café 😀\nSteps: 2, Seed: 5");

    private static Image noise(int width, int height, int colours) {
        byte[] rgb = new byte[3 * width * height];
        var random = new Random(7L * width + height);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (random.nextInt(colours) * 255 / colours);
        }
        return Image.of(width, height, rgb);
    }

    private static Image waves(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            rgb[i] = (byte) (128 + 100 * Math.sin(x * 0.11 + i % 3) * Math.cos(y * 0.07));
        }
        return Image.of(width, height, rgb);
    }

    private static void assertSame(Image image) {
        byte[] file = image.webp(TEXTS);
        assertThat(Image.read(file, "a.webp").rgb()).isEqualTo(image.rgb());
        assertThat(Image.read(image.webp(Map.of()), "a.webp").sha256()).isEqualTo(image.sha256());
        assertThat(image.webp(TEXTS)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 2", "3, 3", "1, 40", "40, 1", "15, 17", "16, 16", "33, 64", "130, 77", "16384, 2"})
    void webpLosesNothing(int width, int height) {
        assertSame(Image.of(width, height, new byte[3 * width * height]));
        assertSame(waves(width, height));
        for (int colours : List.of(2, 3, 20, 255)) {
            assertSame(noise(width, height, colours));
        }
    }

    @Test
    void webpLosesNothingOfImagesOfAllKinds() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/pictures"))) {
            List<Path> all = files.filter(file -> file.toString().matches(".*[.](png|jpg|gif|bmp)"))
                    .toList();
            assertThat(all).hasSizeGreaterThan(5);
            for (Path file : all) {
                Image image;
                try {
                    image = Image.read(file);
                } catch (ImageException e) {
                    continue; // one that is damaged on purpose
                }
                assertSame(image);
            }
        }
    }

    /** A code of more than 15 bits for the rarest symbols would be the shortest. */
    @Test
    void webpHoldsSymbolsOfAnyRarity() {
        byte[] rgb = new byte[3 * 512 * 512];
        int n = 0;
        for (int value = 0, times = 1; n < rgb.length; value++, times = Math.max(times + 1, times * 3 / 2)) {
            for (int i = 0; i < times && n < rgb.length; i++) {
                rgb[n] = (byte) (value * 37 + i * i * 11 % 3);
                n++;
            }
        }
        assertSame(Image.of(512, 512, rgb));
    }

    @Test
    void webpIsSmallerThanPng() {
        Image image = waves(256, 256);
        assertThat(image.webp(Map.of())).hasSizeLessThan(image.png(Map.of()).length);
    }

    @Test
    void webpHasLimits() {
        assertThatThrownBy(() -> Image.of(16_385, 1, new byte[3 * 16_385]).webp(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("at most 16384 pixels, found 16385x1");
    }

    @ParameterizedTest
    @EnumSource
    void textsComeBack(OutputFormat format) {
        byte[] file = format.encode(waves(64, 48), TEXTS);
        assertThat(ImageText.read(file, "a")).containsAllEntriesOf(TEXTS);
        assertThat(OutputFormat.of(file, "a")).isEqualTo(format);
        assertThat(Image.read(file, "a").size()).isEqualTo(new Size(64, 48));
        assertThat(format.encode(waves(64, 48), ImageText.read(file, "a"))).isEqualTo(file);
        assertThat(ImageText.read(format.encode(waves(8, 8), Map.of()), "a")).isEmpty();
        assertThatThrownBy(() -> format.encode(waves(8, 8), Map.of("deepgen", "a\0b")))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void jpegIsCloseAndSmallerAtLowerQuality() {
        Image image = waves(64, 48);
        byte[] good = image.jpeg(95, TEXTS);
        byte[] rgb = Image.read(good, "a.jpg").rgb();
        int furthest = 0;
        for (int i = 0; i < rgb.length; i++) {
            furthest = Math.max(furthest, Math.abs((rgb[i] & 255) - (image.rgb()[i] & 255)));
        }
        assertThat(furthest).isLessThan(24);
        assertThat(image.jpeg(30, TEXTS)).hasSizeLessThan(good.length);
        assertThat(ImageText.read(good, "a.jpg")).containsEntry("quality", "95");
        assertThat(OutputFormat.JPEG.encode(image, ImageText.read(good, "a.jpg")))
                .isEqualTo(good);
        for (int wrong : List.of(0, 101, -5)) {
            assertThatThrownBy(() -> image.jpeg(wrong, Map.of())).hasMessageContaining("1 to 100, found " + wrong);
        }
    }

    /** Only other programs miss the parameters; without the recipe nobody could make the image again. */
    @Test
    void aJpegLeavesOutLongParametersButRefusesALongRecipe() {
        Image image = waves(8, 8);
        String words = "word ".repeat(7000);
        Map<String, String> found = ImageText.read(image.jpeg(90, Map.of("deepgen", words, "parameters", words)), "a");
        assertThat(found).containsEntry("deepgen", words).doesNotContainKey("parameters");
        assertThatThrownBy(() -> image.jpeg(90, Map.of("deepgen", words + words)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("write a PNG or WebP");
    }

    @Test
    void endingsTellTheFormat() {
        assertThat(OutputFormat.of(Path.of("a", "b.PNG"))).isEqualTo(OutputFormat.PNG);
        assertThat(OutputFormat.of(Path.of("b.jpg"))).isEqualTo(OutputFormat.JPEG);
        assertThat(OutputFormat.of(Path.of("b.c.jpeg"))).isEqualTo(OutputFormat.JPEG);
        assertThat(OutputFormat.of(Path.of("b.webp"))).isEqualTo(OutputFormat.WEBP);
        assertThat(OutputFormat.WEBP.mediaType()).isEqualTo("image/webp");
        for (String wrong : List.of("a", "png", "a.gif", "a.png.txt", "a.", "a.png ", "/")) {
            assertThatThrownBy(() -> OutputFormat.of(Path.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends in .png, .jpg, .jpeg or .webp");
        }
    }

    /** Whatever bytes change or are missing: the texts, or a refusal. */
    @ParameterizedTest
    @EnumSource
    void damagedFilesAreReadOrRefused(OutputFormat format) {
        byte[] file = format.encode(waves(16, 16), TEXTS);
        var random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = Arrays.copyOf(file, i % 3 == 0 ? random.nextInt(file.length) : file.length);
            for (int change = 0; change < 1 + i % 4 && damaged.length > 0; change++) {
                damaged[random.nextInt(Math.min(damaged.length, 700))] = (byte) random.nextInt(256);
            }
            try {
                ImageText.read(damaged, "damaged");
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith("damaged: ");
            }
        }
    }

    @Test
    void whatCannotBeWrittenSaysSo() {
        assertThatThrownBy(() -> waves(8, 8).writePng(Path.of("no/such/folder/a.png")))
                .isInstanceOf(UncheckedIOException.class);
    }
}
