// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.IOException;

/**
 * The way a camera was held: the number that EXIF (section 4.6.4, tag 0x0112) gives for what rows and columns of the
 * stored image show.
 *
 * @param number 1 upright, 2 mirrored, 3 upside down, 4 both; 5 to 8 the same with rows and columns exchanged
 */
record Orientation(int number) {
    static final Orientation UPRIGHT = new Orientation(1);

    /** The orientation in the EXIF block of an image file; upright if it has none, or one that cannot be read. */
    static Orientation of(byte[] content, ImageFormat format, String name) {
        try {
            Metadata metadata = ExifText.metadata(content, format, name);
            return metadata.getDirectoriesOfType(ExifIFD0Directory.class).stream()
                    .map(directory -> directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION))
                    .filter(number -> number != null && number >= 1 && number <= 8)
                    .map(Orientation::new)
                    .findFirst()
                    .orElse(UPRIGHT);
        } catch (IOException | ImageProcessingException | RuntimeException e) {
            return UPRIGHT; // the pixels are whole all the same, and other programs show them
        }
    }

    /** The image as it is to be looked at. */
    Image upright(Image stored) {
        if (number == 1) {
            return stored;
        }
        boolean exchanged = number >= 5;
        boolean fromRight = number == 2 || number == 3 || number == 7 || number == 8;
        boolean fromBottom = number == 3 || number == 4 || number == 6 || number == 7;
        int width = exchanged ? stored.height() : stored.width();
        int height = exchanged ? stored.width() : stored.height();
        byte[] source = stored.bytes();
        byte[] rgb = new byte[source.length];
        int n = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = exchanged ? y : x;
                int row = exchanged ? x : y;
                column = fromRight ? stored.width() - 1 - column : column;
                row = fromBottom ? stored.height() - 1 - row : row;
                System.arraycopy(source, 3 * (row * stored.width() + column), rgb, n, 3);
                n += 3;
            }
        }
        return Image.owning(width, height, rgb);
    }
}
