// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleSheetTest {
    private static Image image(int width, int height, int first) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (first + i * 7);
        }
        return Image.of(width, height, rgb);
    }

    @Test
    void wholeImagesStandOnGreySquaresReferencesFirst() {
        SampleSheet sheet = new SampleSheet(12);
        assertThat(sheet.isEmpty()).isTrue();
        for (int i = 0; i < 7; i++) {
            List<Image> references = i % 2 == 0 ? List.of() : List.of(image(200, 30 + i, 5));
            SampleType type = i % 2 == 0 ? SampleType.TEXT_TO_IMAGE : SampleType.IMAGE_TO_IMAGE;
            sheet.add(new Sample(type, "text", image(40 + i, 90, i), references, "here"));
        }
        assertThat(sheet.image().size()).hasToString("1038x258");
        assertThat(sheet.image().sha256())
                .isEqualTo("d37e8a84732477fed93a449f5caccf3e81a7afd6552ac50907ffdce97e5896fa");
    }
}
