// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Small copies of pictures, as data URLs. All together stay within a budget of bytes, however many and of whatever
 * content they are: quality and size give way.
 *
 * @param bytes of one copy at most, before it is written as text
 */
public record Thumbnails(int bytes) {
    private static final int BUDGET = 13 << 20;
    private static final int MOST = 24 << 10;
    private static final int LARGEST = 192;
    private static final int SMALLEST = 24;
    private static final int[] QUALITIES = {85, 70, 50, 30};

    /** @param pictures how many there will be */
    public static Thumbnails of(int pictures) {
        return new Thumbnails(Math.min(MOST, BUDGET / Math.max(1, pictures)));
    }

    /** Empty if the picture cannot be read. */
    public Optional<String> url(Path picture) {
        try {
            return Optional.of(
                    "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(small(Image.read(picture))));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private byte[] small(Image image) {
        for (int side = LARGEST; side > SMALLEST; side = side * 3 / 4) {
            Image resized = fit(image, side);
            for (int quality : QUALITIES) {
                byte[] jpeg = resized.jpeg(quality, Map.of());
                if (jpeg.length <= bytes) {
                    return jpeg;
                }
            }
        }
        return fit(image, SMALLEST).jpeg(QUALITIES[QUALITIES.length - 1], Map.of());
    }

    private static Image fit(Image image, int side) {
        double scale = Math.min(1, (double) side / Math.max(image.width(), image.height()));
        var size = new Size(Math.max(1, (int) Math.round(image.width() * scale)), Math.max(1, (int)
                Math.round(image.height() * scale)));
        return scale == 1 ? image : Resize.resize(image, size, Filter.BICUBIC);
    }
}
