// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A file of an item in the official layout. Names are relative to the folder of pictures, with forward slashes. */
public sealed interface Artifact {
    String file();

    /** One sample. */
    record Single(String file, int sample) implements Artifact {}

    /**
     * Several samples of one size in one picture, row by row.
     *
     * @param columns divides the number of samples
     */
    record Grid(String file, List<Integer> samples, int columns) implements Artifact {
        public Grid {
            samples = List.copyOf(samples);
            if (columns < 1 || samples.isEmpty() || samples.size() % columns != 0) {
                throw new IllegalArgumentException("a grid of %d columns expected whole rows, found %d samples"
                        .formatted(columns, samples.size()));
            }
        }

        private int rows() {
            return samples.size() / columns;
        }

        /**
         * The whole picture.
         *
         * @param images one a sample, all of one size
         */
        public Image join(List<Image> images) {
            int width = images.getFirst().width();
            int height = images.getFirst().height();
            byte[] rgb = new byte[3 * width * height * images.size()];
            for (int i = 0; i < images.size(); i++) {
                byte[] tile = images.get(i).rgb();
                for (int y = 0; y < height; y++) {
                    int row = i / columns * height + y;
                    System.arraycopy(tile, 3 * width * y, rgb, 3 * width * (columns * row + i % columns), 3 * width);
                }
            }
            return Image.of(width * columns, height * rows(), rgb);
        }

        /** The part of the whole picture that shows a sample; cut out when it is read. */
        public Picture tile(Picture whole, int sample) {
            int place = samples.indexOf(sample);
            return new Picture.Made(whole.name() + "#" + sample, () -> cut(whole.image(), whole.name(), place));
        }

        private Image cut(Image whole, String name, int place) {
            if (whole.width() % columns != 0 || whole.height() % rows() != 0) {
                throw new ImageException("%s: expected a grid of %dx%d tiles, found %s, which cannot be cut so"
                        .formatted(name, columns, rows(), whole.size()));
            }
            int width = whole.width() / columns;
            int height = whole.height() / rows();
            byte[] all = whole.rgb();
            byte[] rgb = new byte[3 * width * height];
            for (int y = 0; y < height; y++) {
                int from = 3 * (whole.width() * (place / columns * height + y) + place % columns * width);
                byte[] row = Arrays.copyOfRange(all, from, from + 3 * width);
                System.arraycopy(row, 0, rgb, 3 * width * y, row.length);
            }
            return Image.of(width, height, rgb);
        }
    }

    /** Something else that belongs there, such as a copy of the image that was edited. */
    record Side(String file, Supplier<byte[]> content) implements Artifact {}
}
