// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * Planes to RGB: U and V have half the sides and are interpolated, 9, 3, 3 and 1 sixteenths of the nearest four, in the
 * steps and roundings of libwebp ("fancy upsampling"); then the matrix of BT.601 in fixed point.
 */
final class Yuv {
    private Yuv() {}

    static byte[] toRgb(Plane luma, Plane u, Plane v, int width, int height) {
        byte[] rgb = new byte[Math.multiplyExact(3, width * height)];
        int[] us = new int[width];
        int[] vs = new int[width];
        int n = 0;
        for (int y = 0; y < height; y++) {
            interpolate(u, y, height, us);
            interpolate(v, y, height, vs);
            for (int x = 0; x < width; x++) {
                int scaled = luma.get(x, y) * 19077 >> 8;
                rgb[n++] = clip(scaled + (vs[x] * 26149 >> 8) - 14234);
                rgb[n++] = clip(scaled - (us[x] * 6419 >> 8) - (vs[x] * 13320 >> 8) + 8708);
                rgb[n++] = clip(scaled + (us[x] * 33050 >> 8) - 17685);
            }
        }
        return rgb;
    }

    /** A row of a plane at the width of the image. */
    private static void interpolate(Plane plane, int y, int height, int[] out) {
        int near = y / 2;
        int other = y % 2 == 0 ? near - 1 : near + 1;
        int far = other < 0 || 2 * other >= height ? near : other;
        int width = out.length;
        out[0] = 3 * plane.get(0, near) + plane.get(0, far) + 2 >> 2;
        for (int x = 1; 2 * x - 1 < width; x++) {
            int a = plane.get(x - 1, near);
            int c = plane.get(x - 1, far);
            if (2 * x == width) { // the last column has no neighbour
                out[2 * x - 1] = 3 * a + c + 2 >> 2;
                return;
            }
            int b = plane.get(x, near);
            int d = plane.get(x, far);
            int sum = a + b + c + d + 8;
            out[2 * x - 1] = (sum + 2 * (b + c) >> 3) + a >> 1;
            out[2 * x] = (sum + 2 * (a + d) >> 3) + b >> 1;
        }
    }

    /** 14 bits before the point that is 6 bits up. */
    private static byte clip(int value) {
        return (byte) (value < 0 ? 0 : Math.min(value >> 6, 255));
    }
}
