// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ResizeParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"BICUBIC", "LANCZOS"})
    void everyByteIsThatOfPillow(Filter filter) {
        int compared = 0;
        try (var _ = Scope.open();
                var golden = Golden.tensors("resize/images.safetensors")) {
            for (JsonNode entry : Golden.json("resize/cases.json").get("images")) {
                String index = "." + entry.get("index").asInt();
                Size target = new Size(
                        entry.get("target_width").asInt(),
                        entry.get("target_height").asInt());
                Image resized = Resize.resize(image(golden.tensor("in" + index)), target, filter);
                assertThat(resized.size()).isEqualTo(target);
                assertThat(resized.rgb())
                        .as("%s%s", filter, index)
                        .isEqualTo(golden.tensor(filter + index).toBytes());
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    /** The bytes of Pillow 12.2.0: {@code Image.frombytes("RGB", (5, 2), ...).resize(size, Image.BILINEAR)}. */
    @Test
    void bilinearIsPillowsToo() {
        byte[] rgb = new byte[30];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 37 + 11);
        }
        Image image = Image.of(5, 2, rgb);
        assertThat(unsigned(Resize.resize(image, new Size(3, 1), Filter.BILINEAR)))
                .containsExactly(81, 118, 155, 127, 93, 130, 173, 137, 101);
        assertThat(unsigned(Resize.resize(image, new Size(7, 3), Filter.BILINEAR)))
                .containsExactly(
                        11, 48, 85, 74, 111, 148, 154, 118, 155, 233, 14, 51, 129, 93, 130, 136, 173, 100, 199, 236, 17,
                        33, 70, 107, 96, 133, 170, 139, 140, 177, 127, 36, 73, 114, 115, 152, 158, 140, 122, 221, 130,
                        39, 54, 91, 128, 117, 154, 191, 124, 161, 198, 20, 57, 94, 99, 136, 173, 179, 106, 143, 242, 23,
                        60);
    }

    private static int[] unsigned(Image image) {
        byte[] bytes = image.rgb();
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 255).toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"FIX_PIXELS", "DYNAMIC"})
    void sizesAreThoseOfTheReference(ResizeRule rule) {
        int compared = 0;
        String prefix = rule.name().toLowerCase(Locale.ROOT) + "_";
        for (JsonNode entry : Golden.json("resize/cases.json").get("sizes")) {
            Size source =
                    new Size(entry.get("width").asInt(), entry.get("height").asInt());
            for (String key : entry.propertyNames()) {
                if (key.startsWith(prefix)) {
                    int imageSize = Integer.parseInt(key.substring(prefix.length()));
                    assertThat(rule.target(source, imageSize))
                            .as("%s of %s", key, source)
                            .isEqualTo(aligned(entry.get(key)));
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
    }

    /** The reference leaves the long side of {@code dynamic} unaligned (Q12, fixed here). */
    private static Size aligned(JsonNode widthAndHeight) {
        int step = ResizeRule.STEP;
        return new Size(
                Math.ceilDiv(widthAndHeight.get(0).asInt(), step) * step,
                Math.ceilDiv(widthAndHeight.get(1).asInt(), step) * step);
    }

    @Test
    void anImageOfTheTargetSizeIsUnchanged() {
        Image image = Image.of(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(Resize.resize(image, new Size(2, 1), Filter.LANCZOS).rgb()).isEqualTo(image.rgb());
    }

    @Test
    void refusesATargetThatWouldFillTheMemory() {
        Image image = Image.of(1, 1, new byte[3]);
        assertThatThrownBy(() -> Resize.resize(image, new Size(20_000, 20_000), Filter.BICUBIC))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("20000x20000");
    }

    private static Image image(Tensor bytes) {
        return Image.of((int) bytes.size(1), (int) bytes.size(0), bytes.toBytes());
    }
}
