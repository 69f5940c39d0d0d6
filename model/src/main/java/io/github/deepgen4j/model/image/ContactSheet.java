// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Images of one size on a white sheet, row by row.
 *
 * @param frame pixels around the images of a cell and between them, in the cell's colour
 * @param gap white pixels between cells
 * @param margin white pixels on the right and below
 */
public record ContactSheet(int frame, int gap, int margin) {
    private static final int WHITE = 0xffffff;
    private static final ContactSheet PLAIN = new ContactSheet(0, 2, 0);

    /**
     * Images side by side that belong together.
     *
     * @param colour of the frame, 0xRRGGBB
     */
    public record Cell(List<Image> images, int colour) {
        /** A white place for one image. */
        public static final Cell BLANK = new Cell(List.of(), WHITE);

        public Cell {
            images = List.copyOf(images);
        }

        /** One image in a white frame, if any. */
        public static Cell of(Image image) {
            return new Cell(List.of(image), WHITE);
        }

        private int width(Size image, int frame) {
            return Math.max(1, images.size()) * (image.width() + frame) + frame;
        }
    }

    /**
     * A sheet without frames, always {@code columns} wide.
     *
     * @throws IllegalArgumentException if there is no image or the sizes differ
     */
    public static Image of(List<Image> images, int columns) {
        return ofCells(images.stream().map(Cell::of).toList(), columns);
    }

    /** A sheet without frames, blank where a cell is; see {@link #of}. */
    public static Image ofCells(List<Cell> cells, int columns) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int start = 0; start < cells.size(); start += columns) {
            List<Cell> row = new ArrayList<>(cells.subList(start, Math.min(cells.size(), start + columns)));
            row.addAll(Collections.nCopies(columns - row.size(), Cell.BLANK));
            rows.add(row);
        }
        return PLAIN.image(rows);
    }

    /** @throws IllegalArgumentException if there is no image or the sizes differ */
    public Image image(List<List<Cell>> rows) {
        Size shown = size(rows);
        int width = rows.stream().mapToInt(row -> width(row, shown)).max().orElseThrow();
        int step = shown.height() + 2 * frame + gap;
        Canvas sheet = new Canvas(new Size(width + margin, rows.size() * step - gap + margin), WHITE);
        for (int i = 0; i < rows.size(); i++) {
            int left = 0;
            for (Cell cell : rows.get(i)) {
                draw(cell, shown, sheet, left, i * step);
                left += cell.width(shown, frame) + gap;
            }
        }
        return sheet.image();
    }

    private void draw(Cell cell, Size shown, Canvas sheet, int left, int top) {
        sheet.fill(left, top, new Size(cell.width(shown, frame), shown.height() + 2 * frame), cell.colour());
        for (int i = 0; i < cell.images().size(); i++) {
            sheet.paste(cell.images().get(i), left + frame + i * (shown.width() + frame), top + frame);
        }
    }

    private int width(List<Cell> row, Size shown) {
        return row.stream().mapToInt(cell -> cell.width(shown, frame) + gap).sum() - gap;
    }

    private static Size size(List<List<Cell>> rows) {
        List<Image> images = rows.stream()
                .flatMap(List::stream)
                .flatMap(cell -> cell.images().stream())
                .toList();
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a contact sheet needs at least one image");
        }
        Size size = images.getFirst().size();
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).size().equals(size)) {
                throw new IllegalArgumentException("image %d expected %s, found %s"
                        .formatted(i, size, images.get(i).size()));
            }
        }
        return size;
    }
}
