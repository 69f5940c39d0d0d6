// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/**
 * A guess from neighbours was subtracted from each pixel (RFC 9649 section 4.1).
 *
 * @param modes the kind of guess, in the green channel
 */
record Predictor(Blocks modes, int width) implements LosslessTransform {
    static final int BLACK = 0xff000000;

    @Override
    public int[] undo(int[] pixels) {
        pixels[0] = sum(pixels[0], BLACK);
        for (int x = 1; x < width; x++) {
            pixels[x] = sum(pixels[x], pixels[x - 1]);
        }
        for (int at = width, y = 1; at < pixels.length; y++) {
            pixels[at] = sum(pixels[at], pixels[at - width]);
            at++;
            for (int x = 1; x < width; x++, at++) {
                pixels[at] = sum(pixels[at], guess(modes.at(x, y) >> 8 & 15, pixels, at, width));
            }
        }
        return pixels;
    }

    /** In the last column the pixel to the upper right is the first one of this row. */
    static int guess(int mode, int[] pixels, int at, int width) {
        int left = pixels[at - 1];
        int corner = pixels[at - width - 1];
        int top = pixels[at - width];
        int right = pixels[at - width + 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> right;
            case 4 -> corner;
            case 5 -> mean(mean(left, right), top);
            case 6 -> mean(left, corner);
            case 7 -> mean(left, top);
            case 8 -> mean(corner, top);
            case 9 -> mean(top, right);
            case 10 -> mean(mean(left, corner), mean(top, right));
            case 11 -> distance(top, corner) < distance(left, corner) ? left : top;
            case 12 -> gradient(left, top, corner);
            case 13 -> halfGradient(mean(left, top), corner);
            default -> BLACK;
        };
    }

    /** The sum of each channel, without carries between them. */
    static int sum(int a, int b) {
        return (a & 0xff00ff00) + (b & 0xff00ff00) & 0xff00ff00 | (a & 0xff00ff) + (b & 0xff00ff) & 0xff00ff;
    }

    /** The difference of each channel, without carries between them. */
    static int difference(int a, int b) {
        return 0x00ff00ff + (a & 0xff00ff00) - (b & 0xff00ff00) & 0xff00ff00
                | 0xff00ff00 + (a & 0xff00ff) - (b & 0xff00ff) & 0xff00ff;
    }

    /** The mean of each channel, rounded down. */
    private static int mean(int a, int b) {
        return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            sum += Math.abs((a >>> shift & 255) - (b >>> shift & 255));
        }
        return sum;
    }

    private static int gradient(int left, int top, int corner) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >>> shift & 255) + (top >>> shift & 255) - (corner >>> shift & 255);
            result |= Math.clamp(value, 0, 255) << shift;
        }
        return result;
    }

    private static int halfGradient(int mean, int corner) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = mean >>> shift & 255;
            result |= Math.clamp(value + (value - (corner >>> shift & 255)) / 2, 0, 255) << shift;
        }
        return result;
    }
}
