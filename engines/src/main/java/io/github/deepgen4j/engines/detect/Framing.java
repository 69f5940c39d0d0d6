// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.detect;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Size;

/** The way of an image to the size that a detector takes. */
sealed interface Framing {
    /** The size of the image inside the input. */
    Size image(Size original);

    /** The size of the input, which the image fills from its top left corner. */
    Size input(Size image);

    /** To one size, whatever the aspect. */
    record Stretch(Size size) implements Framing {
        @Override
        public Size image(Size original) {
            return size;
        }

        @Override
        public Size input(Size image) {
            return size;
        }
    }

    /**
     * With its aspect, as large as two bounds allow ({@code mmdet: mmdet/datasets/transforms}, Resize with keep_ratio),
     * then padded.
     *
     * @param longest bound of the longer side
     * @param shortest bound of the shorter side
     * @param multiple of which the input's sides are
     */
    record Fit(int longest, int shortest, int multiple) implements Framing {
        @Override
        public Size image(Size original) {
            double scale = Math.min(
                    (double) longest / Math.max(original.width(), original.height()),
                    (double) shortest / Math.min(original.width(), original.height()));
            return new Size(side(original.width(), scale), side(original.height(), scale));
        }

        private static int side(int original, double scale) {
            return Math.max(1, (int) (original * scale + 0.5));
        }

        @Override
        public Size input(Size image) {
            return image.roundedUpTo(multiple);
        }
    }

    /** The fields of {@code resize: stretch} (width, height) or {@code resize: fit} (longest, shortest, multiple). */
    static Framing read(ConfigFile input) {
        int most = 1 << 13;
        if (input.choice("resize", "stretch", "stretch", "fit").equals("stretch")) {
            return new Stretch(new Size(input.integer("width", 1, most), input.integer("height", 1, most)));
        }
        Fit fit = new Fit(
                input.integer("longest", 1, most),
                input.integer("shortest", 1, most),
                input.integer("multiple", 1, most, 1));
        return input.make(() -> {
            ConfigException.require(fit.shortest <= fit.longest, "shortest", "at most longest", fit.shortest);
            return fit;
        });
    }
}
