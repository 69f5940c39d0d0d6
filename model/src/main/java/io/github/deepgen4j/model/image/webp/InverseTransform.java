// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/** The two transforms of VP8, from coefficients to differences (RFC 6386 section 14). */
final class InverseTransform {
    private InverseTransform() {}

    /** The Walsh-Hadamard transform of the second block; its values are the first ones of the 16 luma blocks. */
    static void spread(short[] second, short[] blocks) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = second[i] + second[12 + i];
            int b = second[4 + i] + second[8 + i];
            int c = second[4 + i] - second[8 + i];
            int d = second[i] - second[12 + i];
            t[i] = a + b;
            t[8 + i] = a - b;
            t[4 + i] = d + c;
            t[12 + i] = d - c;
        }
        for (int i = 0; i < 4; i++) {
            int rounded = t[4 * i] + 3;
            int a = rounded + t[4 * i + 3];
            int b = t[4 * i + 1] + t[4 * i + 2];
            int c = t[4 * i + 1] - t[4 * i + 2];
            int d = rounded - t[4 * i + 3];
            blocks[64 * i] = (short) (a + b >> 3);
            blocks[64 * i + 16] = (short) (d + c >> 3);
            blocks[64 * i + 32] = (short) (a - b >> 3);
            blocks[64 * i + 48] = (short) (d - c >> 3);
        }
    }

    /** Adds the cosine transform of 16 coefficients to the 4x4 pixels at this place. */
    static void add(short[] values, int offset, Plane plane, int x, int y) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) { // columns; t holds them as rows
            int in = offset + i;
            int a = values[in] + values[in + 8];
            int b = values[in] - values[in + 8];
            int c = timesSine(values[in + 4]) - timesCosine(values[in + 12]);
            int d = timesCosine(values[in + 4]) + timesSine(values[in + 12]);
            t[4 * i] = a + d;
            t[4 * i + 1] = b + c;
            t[4 * i + 2] = b - c;
            t[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int rounded = t[i] + 4;
            int a = rounded + t[8 + i];
            int b = rounded - t[8 + i];
            int c = timesSine(t[4 + i]) - timesCosine(t[12 + i]);
            int d = timesCosine(t[4 + i]) + timesSine(t[12 + i]);
            int at = plane.at(x, y + i);
            plane.add(at, a + d >> 3);
            plane.add(at + 1, b + c >> 3);
            plane.add(at + 2, b - c >> 3);
            plane.add(at + 3, a - d >> 3);
        }
    }

    /** Times the square root of 2 and the cosine of 22.5 degrees. */
    private static int timesCosine(int value) {
        return (value * 20091 >> 16) + value;
    }

    /** Times the square root of 2 and the sine of 22.5 degrees. */
    private static int timesSine(int value) {
        return value * 35468 >> 16;
    }
}
