// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.ContactSheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A contact sheet of the first samples that it gets: the images of a sample side by side, references first. */
public final class SampleSheet {
    private static final int SIDE = 128;
    private static final int COLUMNS = 8;

    private final int most;
    private final List<Image> cells = new ArrayList<>();

    /** @param most images to take */
    public SampleSheet(int most) {
        this.most = most;
    }

    /** Takes a sample's images unless the sheet is full. */
    public void add(Sample sample) {
        if (cells.size() + sample.references().size() < most) {
            sample.references().forEach(image -> cells.add(cell(image)));
            cells.add(cell(sample.target()));
        }
    }

    /** True until a sample was added. */
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** The sheet of at least one sample. */
    public Image image() {
        return ContactSheet.of(cells, COLUMNS);
    }

    /** The whole image, as large as fits, in the middle of a grey square. */
    private static Image cell(Image image) {
        double scale = (double) SIDE / Math.max(image.width(), image.height());
        Size size = new Size(side(image.width() * scale), side(image.height() * scale));
        byte[] rgb = Resize.resize(image, size, Filter.BICUBIC).rgb();
        byte[] square = new byte[3 * SIDE * SIDE];
        Arrays.fill(square, (byte) 128);
        int left = (SIDE - size.width()) / 2;
        int top = (SIDE - size.height()) / 2;
        for (int y = 0; y < size.height(); y++) {
            System.arraycopy(rgb, 3 * y * size.width(), square, 3 * ((top + y) * SIDE + left), 3 * size.width());
        }
        return Image.of(SIDE, SIDE, square);
    }

    private static int side(double exact) {
        return Math.clamp(Math.round(exact), 1, SIDE);
    }
}
