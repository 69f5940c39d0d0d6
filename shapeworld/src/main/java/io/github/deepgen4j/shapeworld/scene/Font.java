// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.HexFormat;

/**
 * A bitmap font of 5x7 dots, each 2x2 pixels (spec/shapeworld.md section 1). Zero and one are left out: they look like
 * O and I.
 */
public final class Font {
    public static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ23456789";
    /** Size of a letter in pixels. */
    public static final int WIDTH = 10;

    public static final int HEIGHT = 14;

    private static final int ROWS = 7;
    private static final int COLUMNS = 5;
    private static final int DOT = 2;

    /** Seven rows of five bits for every character, the highest bit on the left. */
    private static final byte[] ROWS_OF_ALL = HexFormat.of()
            .parseHex("0e11111f111111" + "1e11111e11111e" + "0f10101010100f" + "1e11111111111e" // ABCD
                    + "1f10101e10101f" + "1f10101e101010" + "0f10101311110f" + "1111111f111111" // EFGH
                    + "0e04040404040e" + "0702020202120c" + "11121418141211" + "1010101010101f" // IJKL
                    + "111b1515111111" + "11191513111111" + "0e11111111110e" + "1e11111e101010" // MNOP
                    + "0e11111115120d" + "1e11111e141211" + "0f10100e01011e" + "1f040404040404" // QRST
                    + "1111111111110e" + "11111111110a04" + "11111115151b11" + "11110a040a1111" // UVWX
                    + "11110a04040404" + "1f01020408101f" // YZ
                    + "0609010204081f" + "1e01010e01011e" + "02060a121f0202" + "1f101e0101110e" // 2345
                    + "0608101e11110e" + "1f010204080808" + "0e11110e11110e" + "0e11110f01020c"); // 6789

    private Font() {}

    /** True if a character covers a pixel of its field of {@link #WIDTH} x {@link #HEIGHT}. */
    public static boolean inks(char character, int x, int y) {
        int row = ROWS_OF_ALL[CHARACTERS.indexOf(character) * ROWS + y / DOT];
        return (row >> COLUMNS - 1 - x / DOT & 1) == 1;
    }
}
