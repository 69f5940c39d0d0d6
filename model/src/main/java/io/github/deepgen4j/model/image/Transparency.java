// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Alpha of a PNG file, which pictures do without and masks are made of. */
final class Transparency {
    private static final int OPAQUE = 255;

    private Transparency() {}

    static Image read(byte[] file, String name, int mostPixels) {
        Image whole = ImageFile.read(file, name, mostPixels); // refuses what is damaged or too large
        if (ImageFormat.of(file, name) != ImageFormat.PNG) {
            throw new ImageException(name + ": expected a PNG file, since others have no alpha");
        }
        try (var stream = new ByteArrayInputStream(file)) {
            BufferedImage decoded = ImageIO.read(stream);
            byte[] rgb = new byte[3 * whole.width() * whole.height()];
            int[] row = new int[whole.width()];
            int n = 0;
            for (int y = 0; y < whole.height(); y++) {
                decoded.getRGB(0, y, row.length, 1, row, 0, row.length);
                for (int argb : row) {
                    byte clear = (byte) (OPAQUE - (argb >>> 24));
                    rgb[n++] = clear;
                    rgb[n++] = clear;
                    rgb[n++] = clear;
                }
            }
            return Image.owning(whole.width(), whole.height(), rgb);
        } catch (IOException | RuntimeException e) {
            throw ImageFile.damaged(name, ImageFormat.PNG, e);
        }
    }
}
