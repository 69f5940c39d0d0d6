// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Images in rows, each in a frame that says whether it passed. */
final class ImageGrid {
    /** Side in pixels that every image is shown at. */
    private static final Size SHOWN = new Size(64, 64);

    private static final int FRAME = 2;
    private static final int GAP = 4;
    private static final int[] GREEN = {30, 160, 60};
    private static final int[] RED = {210, 40, 40};

    /** A result, and of an edit its reference. */
    record Cell(Optional<Image> reference, Image result, boolean passed) {}

    record Row(List<Cell> cells) {}

    private final int width;
    private final byte[] rgb;

    private ImageGrid(int width, int height) {
        this.width = width;
        this.rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 255);
    }

    static Image of(List<Row> rows) {
        int width = rows.stream().mapToInt(ImageGrid::width).max().orElseThrow();
        int step = SHOWN.height() + 2 * FRAME + GAP;
        ImageGrid grid = new ImageGrid(width, rows.size() * step);
        for (int row = 0; row < rows.size(); row++) {
            int x = 0;
            for (Cell cell : rows.get(row).cells()) {
                grid.frame(x, row * step, width(cell) - GAP, cell.passed() ? GREEN : RED);
                if (cell.reference().isPresent()) {
                    grid.paste(cell.reference().get(), x + FRAME, row * step + FRAME);
                }
                grid.paste(cell.result(), x + width(cell) - GAP - FRAME - SHOWN.width(), row * step + FRAME);
                x += width(cell);
            }
        }
        return Image.of(width, rows.size() * step, grid.rgb);
    }

    private static int width(Row row) {
        return row.cells().stream().mapToInt(ImageGrid::width).sum();
    }

    private static int width(Cell cell) {
        return (cell.reference().isPresent() ? 2 : 1) * (SHOWN.width() + FRAME) + FRAME + GAP;
    }

    private void frame(int left, int top, int frameWidth, int[] colour) {
        for (int y = top; y < top + SHOWN.height() + 2 * FRAME; y++) {
            for (int x = left; x < left + frameWidth; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * width + x) + c] = (byte) colour[c];
                }
            }
        }
    }

    private void paste(Image image, int left, int top) {
        byte[] shown = Resize.resize(image, SHOWN, Filter.BICUBIC).rgb();
        for (int y = 0; y < SHOWN.height(); y++) {
            System.arraycopy(shown, 3 * y * SHOWN.width(), rgb, 3 * ((top + y) * width + left), 3 * SHOWN.width());
        }
    }
}
