// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.Arrays;

/** A guess at a block, from the pixels above and to the left of it (RFC 6386 section 12). */
final class Prediction {
    private static final int CORNER = 4; // index of the corner in the edge: below it the left side, above it the top

    private final int[] edge = new int[13]; // left side from below, corner, the row above and beyond

    /** A square of 8 or 16 pixels. */
    void square(Plane plane, int x, int y, int side, int mode) {
        switch (mode) {
            case Modes.DC -> fill(plane, x, y, side, mean(plane, x, y, side));
            case Modes.TRUE_MOTION -> trueMotion(plane, x, y, side);
            default -> {
                for (int i = 0; i < side; i++) {
                    for (int j = 0; j < side; j++) {
                        boolean vertical = mode == Modes.VERTICAL;
                        plane.set(x + j, y + i, vertical ? plane.get(x + j, y - 1) : plane.get(x - 1, y + i));
                    }
                }
            }
        }
    }

    /** The mean of those sides that lie in the image. */
    private static int mean(Plane plane, int x, int y, int side) {
        int sum = 0;
        int count = 0;
        for (int i = 0; i < side; i++) {
            sum += y > 0 ? plane.get(x + i, y - 1) : 0;
            sum += x > 0 ? plane.get(x - 1, y + i) : 0;
        }
        count += y > 0 ? side : 0;
        count += x > 0 ? side : 0;
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    private static void fill(Plane plane, int x, int y, int side, int value) {
        for (int i = 0; i < side; i++) {
            int at = plane.at(x, y + i);
            Arrays.fill(plane.bytes, at, at + side, (byte) value);
        }
    }

    private static void trueMotion(Plane plane, int x, int y, int side) {
        int corner = plane.get(x - 1, y - 1);
        for (int i = 0; i < side; i++) {
            int left = plane.get(x - 1, y + i) - corner;
            for (int j = 0; j < side; j++) {
                plane.set(x + j, y + i, Math.clamp(left + plane.get(x + j, y - 1), 0, 255));
            }
        }
    }

    /**
     * A block of 4x4 pixels of a macroblock.
     *
     * @param block its number, 0 to 15
     */
    void block(Plane plane, int column, int row, int block, int mode) {
        int x = 16 * column + 4 * (block % 4);
        int y = 16 * row + 4 * (block / 4);
        switch (mode) {
            case Modes.DC -> {
                int sum = 4;
                for (int i = 0; i < 4; i++) {
                    sum += plane.get(x + i, y - 1) + plane.get(x - 1, y + i);
                }
                fill(plane, x, y, 4, sum >> 3);
            }
            case Modes.TRUE_MOTION -> trueMotion(plane, x, y, 4);
            default -> {
                readEdge(plane, x, y, 16 * column, 16 * row);
                for (int i = 0; i < 4; i++) {
                    for (int j = 0; j < 4; j++) {
                        plane.set(x + j, y + i, directed(mode, j, i));
                    }
                }
            }
        }
    }

    /**
     * Of the blocks in the last column only the first has pixels above and to the right that are decoded; the others
     * see the same. In the last macroblock of a row libwebp repeats the pixel above the corner.
     */
    private void readEdge(Plane plane, int x, int y, int left, int top) {
        for (int i = 0; i < 4; i++) {
            edge[CORNER - 1 - i] = plane.get(x - 1, y + i);
        }
        for (int i = -1; i < 4; i++) {
            edge[CORNER + 1 + i] = plane.get(x + i, y - 1);
        }
        boolean lastColumn = x == left + 12;
        boolean lastMacroblock = lastColumn && left + 16 == plane.width && top > 0;
        for (int i = 4; i < 8; i++) {
            edge[CORNER + 1 + i] =
                    lastMacroblock ? plane.get(left + 15, top - 1) : plane.get(x + i, lastColumn ? top - 1 : y - 1);
        }
    }

    private int directed(int mode, int x, int y) {
        return switch (mode) {
            case Modes.VERTICAL -> smooth(CORNER + 1 + x);
            case Modes.HORIZONTAL -> smooth(CORNER - 1 - y);
            case Modes.LEFT_DOWN -> smooth(CORNER + 2 + x + y);
            case Modes.RIGHT_DOWN -> smooth(CORNER + x - y);
            case Modes.VERTICAL_RIGHT -> {
                int v = 2 * x - y;
                yield v < -1 ? smooth(CORNER + 1 + v) : steep(v, CORNER + v / 2, CORNER + (v + 1) / 2);
            }
            case Modes.HORIZONTAL_DOWN -> {
                int v = 2 * y - x;
                yield v < -1 ? smooth(CORNER - 1 - v) : steep(v, CORNER - 1 - v / 2, CORNER - (v + 1) / 2);
            }
            case Modes.VERTICAL_LEFT -> {
                int i = x + y / 2;
                yield x == 3 && y > 1 ? smooth(CORNER + 4 + y) : steep(y, CORNER + 1 + i, CORNER + 2 + i);
            }
            default -> {
                int v = x + 2 * y;
                yield v > 5 ? edge[0] : steep(v, CORNER - 2 - v / 2, CORNER - 2 - v / 2);
            }
        };
    }

    /** The mean of two neighbours from {@code pair} on if {@code v} is even, else of three around {@code centre}. */
    private int steep(int v, int pair, int centre) {
        return (v & 1) == 0 ? edge[pair] + edge[pair + 1] + 1 >> 1 : smooth(centre);
    }

    /** The mean of three neighbours, the middle one twice; the ends are repeated. */
    private int smooth(int centre) {
        return edge[Math.max(0, centre - 1)] + 2 * edge[centre] + edge[Math.min(edge.length - 1, centre + 1)] + 2 >> 2;
    }
}
