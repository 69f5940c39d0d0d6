// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.ContactSheet.Cell;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    private static Image image(int side, int value) {
        byte[] rgb = new byte[3 * side * side];
        Arrays.fill(rgb, (byte) value);
        return Image.of(side, side, rgb);
    }

    /** Red of each pixel of a row, in hexadecimal. */
    private static String row(Image sheet, int y) {
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < sheet.width(); x++) {
            row.append("%02x".formatted(sheet.rgb()[3 * (y * sheet.width() + x)]));
        }
        return row.toString();
    }

    @Test
    void aSheetIsAsWideAsItsColumnsAndBlankWhereACellIs() {
        Image sheet = ContactSheet.ofCells(List.of(Cell.of(image(1, 1)), Cell.BLANK, Cell.of(image(1, 2))), 2);
        assertThat(sheet.size()).isEqualTo(new Size(4, 4));
        assertThat(row(sheet, 0)).isEqualTo("01ffffff");
        assertThat(row(sheet, 1)).isEqualTo("ffffffff");
        assertThat(row(sheet, 3)).isEqualTo("02ffffff");
    }

    @Test
    void aFrameGoesAroundAndBetweenTheImagesOfACell() {
        Cell pair = new Cell(List.of(image(2, 1), image(2, 2)), 0xaa0000);
        Image sheet = new ContactSheet(1, 2, 3).image(List.of(List.of(pair), List.of(Cell.of(image(2, 4)), pair)));
        assertThat(sheet.size()).isEqualTo(new Size(4 + 2 + 7 + 3, 4 + 2 + 4 + 3));
        assertThat(row(sheet, 0)).isEqualTo("aaaaaaaaaaaaaa" + "ff".repeat(9));
        assertThat(row(sheet, 1)).isEqualTo("aa0101aa0202aa" + "ff".repeat(9));
        assertThat(row(sheet, 7)).isEqualTo("ff0404ff" + "ffff" + "aa0101aa0202aa" + "ffffff");
        assertThat(row(sheet, 12)).isEqualTo("ff".repeat(16));
    }

    @Test
    void imagesOfOtherSizesAndNoneAreRefused() {
        assertThatThrownBy(() -> ContactSheet.of(List.of(), 3)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> ContactSheet.of(List.of(image(1, 1), image(2, 1)), 3))
                .hasMessage("image 1 expected 1x1, found 2x2");
    }
}
