// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Letterbox;
import java.util.ArrayList;
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
            sample.references().forEach(image -> cells.add(Letterbox.of(image, SIDE)));
            cells.add(Letterbox.of(sample.target(), SIDE));
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
}
