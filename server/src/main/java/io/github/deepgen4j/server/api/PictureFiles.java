// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.PictureFormat;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.Picture;
import java.util.Map;

/** Pictures as files of the format that is asked for, with the recipe inside. */
final class PictureFiles {
    private static final int THUMBNAIL = 320; // pixels of the longer side
    private static final int THUMBNAIL_QUALITY = 85;

    private final JobQueue queue;

    PictureFiles(JobQueue queue) {
        this.queue = queue;
    }

    /** The file as it was written. */
    byte[] png(Picture picture) {
        return queue.gallery()
                .bytes(picture)
                .orElseThrow(
                        () -> Problem.refused(410, "expired", "picture " + picture.id() + " is not kept any more"));
    }

    /** @param quality of a JPEG, 0 to 100 */
    byte[] file(Picture picture, OutputFormat format, int quality) {
        byte[] png = png(picture);
        if (format == OutputFormat.PNG) {
            return png;
        }
        Image image = Image.read(png, picture.id());
        Map<String, String> text = ImageText.read(png, picture.id());
        return new PictureFormat(format, quality).encode(image, text);
    }

    /** Texts in the file, the recipe among them. */
    Map<String, String> texts(Picture picture) {
        return ImageText.read(png(picture), picture.id());
    }

    /** A JPEG whose longer side has at most 320 pixels. */
    byte[] thumbnail(Picture picture) {
        Image image = Image.read(png(picture), picture.id());
        double scale = Math.min(1, (double) THUMBNAIL / Math.max(image.width(), image.height()));
        Size size = new Size(Math.max(1, (int) Math.round(image.width() * scale)), Math.max(1, (int)
                Math.round(image.height() * scale)));
        return Resize.resize(image, size, Filter.BICUBIC).jpeg(THUMBNAIL_QUALITY, Map.of());
    }
}
