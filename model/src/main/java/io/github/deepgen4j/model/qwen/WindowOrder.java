// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The order in which the vision tower holds merged cells: windows row by row, and row by row inside a window; windows
 * at the border are smaller (spec/model.md section 4.1, step 3).
 *
 * @param cells number (row-major) of the cell at each place
 * @param inverse place of each cell
 * @param windows number of cells of each window
 */
record WindowOrder(long[] cells, long[] inverse, int[] windows) {

    static WindowOrder of(int rows, int columns, int side) {
        long[] cells = new long[rows * columns];
        long[] inverse = new long[rows * columns];
        List<Integer> windows = new ArrayList<>();
        int place = 0;
        for (int top = 0; top < rows; top += side) {
            for (int left = 0; left < columns; left += side) {
                int before = place;
                for (int row = top; row < Math.min(top + side, rows); row++) {
                    for (int column = left; column < Math.min(left + side, columns); column++) {
                        cells[place] = (long) row * columns + column;
                        inverse[row * columns + column] = place++;
                    }
                }
                windows.add(place - before);
            }
        }
        return new WindowOrder(
                cells, inverse, windows.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The order of several images of one size, one after the other. */
    WindowOrder repeated(int images) {
        return new WindowOrder(
                repeated(cells, images),
                repeated(inverse, images),
                IntStream.range(0, images).flatMap(_ -> Arrays.stream(windows)).toArray());
    }

    private static long[] repeated(long[] places, int images) {
        return LongStream.range(0, images)
                .flatMap(image -> Arrays.stream(places).map(place -> image * places.length + place))
                .toArray();
    }

    /** Attention segments in patches; neighbouring windows of one size form a run. */
    List<Segments> segments(int patchesPerCell) {
        List<Segments> runs = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < windows.length; ) {
            int count = 1;
            while (i + count < windows.length && windows[i + count] == windows[i]) {
                count++;
            }
            long length = (long) windows[i] * patchesPerCell;
            runs.add(new Segments(start, count, length));
            start += count * length;
            i += count;
        }
        return runs;
    }
}
