// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.engines.ocr.Region.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rectangles of text in a map of probabilities, as Differentiable Binarization cuts it
 * ({@code PaddleOCR: ppocr/postprocess/db_postprocess.py}): connected pixels above a threshold, the smallest rectangle
 * around them, its mean probability, and the rectangle grown again, because the network is trained on shrunken text.
 *
 * @param threshold of a pixel
 * @param least mean probability of a rectangle
 * @param growth area divided by perimeter times this is added on every side
 */
record TextRegions(double threshold, double least, double growth) {
    private static final int SMALLEST_SIDE = 3;
    private static final int MOST = 1000;

    /**
     * The rectangles of a map, in no particular order.
     *
     * @param map row by row
     */
    List<Region> of(float[] map, int width, int height) {
        List<Region> regions = new ArrayList<>();
        BitSet left = new BitSet();
        for (int i = 0; i < width * height; i++) {
            left.set(i, map[i] > threshold);
        }
        int seen = 0;
        for (int start = left.nextSetBit(0); start >= 0 && seen < MOST; start = left.nextSetBit(start)) {
            seen++;
            Region region = Region.around(outline(left, start, width, height));
            if (Math.min(region.width(), region.height()) >= SMALLEST_SIDE
                    && mean(region, map, width, height) >= least) {
                regions.add(region.grown(growth * region.area() / region.perimeter()));
            }
        }
        return regions;
    }

    /** Corners of the first and last pixel in each row of a connected part, which is taken away. */
    private static List<Point> outline(BitSet left, int start, int width, int height) {
        int[] first = new int[height];
        int[] last = new int[height];
        java.util.Arrays.fill(first, Integer.MAX_VALUE);
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        left.clear(start);
        while (!open.isEmpty()) {
            int pixel = open.pop();
            int x = pixel % width;
            int y = pixel / width;
            first[y] = Math.min(first[y], x);
            last[y] = Math.max(last[y], x);
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    if (left.get(ny * width + nx)) {
                        left.clear(ny * width + nx);
                        open.push(ny * width + nx);
                    }
                }
            }
        }
        List<Point> points = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            if (first[y] < Integer.MAX_VALUE) {
                points.add(new Point(first[y], y));
                points.add(new Point(first[y], y + 1.0));
                points.add(new Point(last[y] + 1.0, y));
                points.add(new Point(last[y] + 1.0, y + 1.0));
            }
        }
        return points;
    }

    private static double mean(Region region, float[] map, int width, int height) {
        double reach = Math.hypot(region.width(), region.height()) / 2;
        int fromX = Math.max(0, (int) (region.x() - reach));
        int toX = Math.min(width - 1, (int) (region.x() + reach));
        int fromY = Math.max(0, (int) (region.y() - reach));
        int toY = Math.min(height - 1, (int) (region.y() + reach));
        double sum = 0;
        int count = 0;
        for (int y = fromY; y <= toY; y++) {
            for (int x = fromX; x <= toX; x++) {
                if (region.contains(x + 0.5, y + 0.5)) {
                    sum += map[y * width + x];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
