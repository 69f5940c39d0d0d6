// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/** Smooths the edges between blocks of a decoded image (RFC 6386 section 15). */
final class LoopFilter {
    private LoopFilter() {}

    /**
     * One macroblock; those to the left and above must be done.
     *
     * @param inner whether the edges inside it are smoothed, too
     */
    static void apply(
            Plane luma, Plane[] chroma, int column, int row, FilterStrengths.Strength strength, boolean inner) {
        edges(luma, 16 * column, 16 * row, 16, strength, inner);
        for (Plane plane : chroma) {
            edges(plane, 8 * column, 8 * row, 8, strength, inner);
        }
    }

    private static void edges(Plane plane, int x, int y, int side, FilterStrengths.Strength strength, boolean inner) {
        int start = plane.at(x, y);
        if (x > 0) {
            edge(plane.bytes, start, 1, plane.stride, side, strength, true);
        }
        for (int i = 4; inner && i < side; i += 4) {
            edge(plane.bytes, start + i, 1, plane.stride, side, strength, false);
        }
        if (y > 0) {
            edge(plane.bytes, start, plane.stride, 1, side, strength, true);
        }
        for (int i = 4; inner && i < side; i += 4) {
            edge(plane.bytes, start + i * plane.stride, plane.stride, 1, side, strength, false);
        }
    }

    /**
     * An edge between two blocks.
     *
     * @param across from one pixel to the next across the edge
     * @param along from one pixel to the next along it
     * @param outer whether it is an edge between macroblocks
     */
    private static void edge(
            byte[] p, int start, int across, int along, int side, FilterStrengths.Strength strength, boolean outer) {
        int limit = 2 * (outer ? strength.edge() + 4 : strength.edge()) + 1;
        for (int i = 0; i < side; i++) {
            int at = start + i * along;
            if (isStep(p, at, across, limit) && isFlat(p, at, across, strength.interior())) {
                if (isRough(p, at, across, strength.highVariance())) {
                    two(p, at, across);
                } else if (outer) {
                    six(p, at, across);
                } else {
                    four(p, at, across);
                }
            }
        }
    }

    /** One macroblock with the simple filter, which smooths luma only. */
    static void applySimple(Plane luma, int column, int row, FilterStrengths.Strength strength, boolean inner) {
        int start = luma.at(16 * column, 16 * row);
        for (int i = column > 0 ? 0 : 4; i < (inner ? 16 : 1); i += 4) {
            simpleEdge(luma.bytes, start + i, 1, luma.stride, strength, i == 0);
        }
        for (int i = row > 0 ? 0 : 4; i < (inner ? 16 : 1); i += 4) {
            simpleEdge(luma.bytes, start + i * luma.stride, luma.stride, 1, strength, i == 0);
        }
    }

    private static void simpleEdge(
            byte[] p, int start, int across, int along, FilterStrengths.Strength strength, boolean outer) {
        int limit = 2 * (outer ? strength.edge() + 4 : strength.edge()) + 1;
        for (int i = 0; i < 16; i++) {
            int at = start + i * along;
            if (isStep(p, at, across, limit)) {
                two(p, at, across);
            }
        }
    }

    private static boolean isStep(byte[] p, int at, int s, int limit) {
        return 4 * difference(p, at - s, at) + difference(p, at - 2 * s, at + s) <= limit;
    }

    private static boolean isFlat(byte[] p, int at, int s, int limit) {
        return difference(p, at - 4 * s, at - 3 * s) <= limit
                && difference(p, at - 3 * s, at - 2 * s) <= limit
                && difference(p, at - 2 * s, at - s) <= limit
                && difference(p, at + 3 * s, at + 2 * s) <= limit
                && difference(p, at + 2 * s, at + s) <= limit
                && difference(p, at + s, at) <= limit;
    }

    private static boolean isRough(byte[] p, int at, int s, int limit) {
        return difference(p, at - 2 * s, at - s) > limit || difference(p, at + s, at) > limit;
    }

    private static int difference(byte[] p, int a, int b) {
        return Math.abs((p[a] & 255) - (p[b] & 255));
    }

    private static void two(byte[] p, int at, int s) {
        int a = 3 * signed(p, at - s, at) + clip(signed(p, at + s, at - 2 * s));
        add(p, at - s, clip(a + 3) >> 3);
        add(p, at, -(clip(a + 4) >> 3));
    }

    private static void four(byte[] p, int at, int s) {
        int a = 3 * signed(p, at - s, at);
        int first = clip(a + 4) >> 3;
        int outer = first + 1 >> 1;
        add(p, at - 2 * s, outer);
        add(p, at - s, clip(a + 3) >> 3);
        add(p, at, -first);
        add(p, at + s, -outer);
    }

    private static void six(byte[] p, int at, int s) {
        int a = clip(3 * signed(p, at - s, at) + clip(signed(p, at + s, at - 2 * s)));
        for (int i = 1; i <= 3; i++) {
            int change = 9 * (4 - i) * a + 63 >> 7;
            add(p, at - i * s, change);
            add(p, at + (i - 1) * s, -change);
        }
    }

    /** The second less the first. */
    private static int signed(byte[] p, int first, int second) {
        return (p[second] & 255) - (p[first] & 255);
    }

    private static int clip(int value) {
        return Math.clamp(value, -128, 127);
    }

    private static void add(byte[] p, int at, int change) {
        p[at] = (byte) Math.clamp((p[at] & 255) + change, 0, 255);
    }
}
