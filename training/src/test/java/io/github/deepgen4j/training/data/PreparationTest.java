// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.training.data.ImageProcess.Mode;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreparationTest {
    private static final RandomGenerator RANDOM = new Seed(1).random();

    /** spec/training.md section 15. */
    @ParameterizedTest
    @CsvSource({
        "FIX_PIXELS, 512x512, 512x512", "FIX_PIXELS, 1024x768, 608x448", "FIX_PIXELS, 1920x1080, 704x384",
        "FIX_PIXELS, 300x200, 640x448", "FIX_PIXELS, 640x480, 608x448", "FIX_PIXELS, 1000x100, 1632x192",
        "DYNAMIC, 1024x768, 512x384", "DYNAMIC, 1920x1080, 512x288", "DYNAMIC, 300x200, 320x224",
        "CROP2SQUARE, 300x200, 512x512", "RESIZE2SQUARE, 300x200, 512x512"
    })
    void sizesAreThoseOfTheReference(Mode mode, String from, String to) {
        assertThat(new ImageProcess(mode, 512, 32).target(Size.parse(from))).hasToString(to);
    }

    @ParameterizedTest
    @EnumSource
    void imagesGetTheseSizes(Mode mode) {
        Image image = TestData.image(150, 100, 1);
        ImageProcess process = new ImageProcess(mode, 64, 32);
        assertThat(process.apply(image, RANDOM).size()).isEqualTo(process.target(image.size()));
    }

    @Test
    void aCropIsASquareOfTheImageAtEveryPlace() {
        Image image = TestData.image(6, 3, 1);
        ImageProcess crop = new ImageProcess(Mode.CROP2SQUARE, 3, 1);
        List<String> places = RANDOM.longs(100)
                .mapToObj(seed -> crop.apply(image, new Seed(seed).random()).sha256())
                .distinct()
                .sorted()
                .toList();
        List<String> expected = java.util.stream.IntStream.rangeClosed(0, 3)
                .mapToObj(left -> columns(image, left).sha256())
                .sorted()
                .toList();
        assertThat(places).isEqualTo(expected);
    }

    private static Image columns(Image image, int left) {
        byte[] rgb = new byte[27];
        for (int y = 0; y < 3; y++) {
            System.arraycopy(image.rgb(), 3 * (6 * y + left), rgb, 9 * y, 9);
        }
        return Image.of(3, 3, rgb);
    }

    @Test
    void textsAreDroppedAsOftenAsAsked() {
        Preparation preparation = new Preparation(new ImageProcess(Mode.FIX_PIXELS, 1, 1), 0.1, 0);
        Image pixel = TestData.image(1, 1, 1);
        Sample text = new Sample(SampleType.TEXT_TO_IMAGE, "a star", pixel, List.of(), "x");
        Sample edit = new Sample(SampleType.IMAGE_TO_IMAGE, "turn it", pixel, List.of(pixel), "x");
        int dropped = 0;
        for (int i = 0; i < 2000; i++) {
            dropped += preparation.apply(text, RANDOM).text().isEmpty() ? 1 : 0;
            assertThat(preparation.apply(edit, RANDOM).text()).isEqualTo("turn it");
        }
        assertThat(dropped).isBetween(140, 260); // 200 +- 4.5 standard deviations
        assertThat(new Preparation(preparation.image(), 0, 1)
                        .apply(edit, RANDOM)
                        .text())
                .isEmpty();
    }

    @Test
    void anImageThatBecomesTooLargeIsBad() {
        Preparation preparation = new Preparation(new ImageProcess(Mode.FIX_PIXELS, 20_000, 32), 0, 0);
        Sample sample = new Sample(SampleType.TEXT_TO_IMAGE, "", TestData.image(8, 8, 1), List.of(), "list[3]");
        assertThatThrownBy(() -> preparation.apply(sample, RANDOM))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("list[3]");
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThatThrownBy(() -> new ImageProcess(Mode.DYNAMIC, 500, 32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("multiple of unit, 32");
        assertThatThrownBy(() -> new Preparation(ImageProcess.REFERENCE, 1.5, 0))
                .isInstanceOf(ConfigException.class);
    }
}
