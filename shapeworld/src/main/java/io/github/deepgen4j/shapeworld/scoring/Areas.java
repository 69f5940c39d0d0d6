// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Scene;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sets of pixels of an image of 64x64, numbered row by row. Neighbours are the up to eight pixels around one. */
final class Areas {
    private static final int SIDE = Scene.SIDE;
    private static final int[][] NEIGHBOURS = allNeighbours();

    private Areas() {}

    private static int[][] allNeighbours() {
        int[][] all = new int[SIDE * SIDE][];
        for (int i = 0; i < all.length; i++) {
            List<Integer> found = new ArrayList<>();
            for (int y = Math.max(0, i / SIDE - 1); y <= Math.min(SIDE - 1, i / SIDE + 1); y++) {
                for (int x = Math.max(0, i % SIDE - 1); x <= Math.min(SIDE - 1, i % SIDE + 1); x++) {
                    if (y * SIDE + x != i) {
                        found.add(y * SIDE + x);
                    }
                }
            }
            all[i] = found.stream().mapToInt(Integer::intValue).toArray();
        }
        return all;
    }

    /** The connected parts of a set, in the order of their first pixels. */
    static List<BitSet> connected(BitSet pixels) {
        List<BitSet> parts = new ArrayList<>();
        BitSet left = (BitSet) pixels.clone();
        for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(start)) {
            BitSet part = new BitSet();
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
            left.clear(start);
            while (!open.isEmpty()) {
                int pixel = open.pop();
                part.set(pixel);
                for (int neighbour : NEIGHBOURS[pixel]) {
                    if (left.get(neighbour)) {
                        left.clear(neighbour);
                        open.push(neighbour);
                    }
                }
            }
            parts.add(part);
        }
        return parts;
    }

    /** A set and all neighbours. */
    static BitSet widened(BitSet pixels) {
        BitSet wide = (BitSet) pixels.clone();
        pixels.stream().forEach(pixel -> {
            for (int neighbour : NEIGHBOURS[pixel]) {
                wide.set(neighbour);
            }
        });
        return wide;
    }

    /** The pixels whose eight neighbours also belong to a set. */
    static BitSet core(BitSet pixels) {
        BitSet core = new BitSet();
        pixels.stream().filter(pixel -> enclosed(pixel, pixels)).forEach(core::set);
        return core;
    }

    private static boolean enclosed(int pixel, BitSet pixels) {
        for (int neighbour : NEIGHBOURS[pixel]) {
            if (!pixels.get(neighbour)) {
                return false;
            }
        }
        return NEIGHBOURS[pixel].length == 8;
    }

    static BitSet without(BitSet pixels, BitSet others) {
        BitSet rest = (BitSet) pixels.clone();
        rest.andNot(others);
        return rest;
    }
}
