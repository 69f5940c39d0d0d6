// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Masks as OpenAI's clients send them. */
final class MaskImage {
    private static final int OPAQUE = 0xff000000;

    private MaskImage() {}

    /** A PNG that is opaque but for a transparent square in its middle. */
    static byte[] withHole(int side) throws IOException {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean hole = x >= side / 4 && x < 3 * side / 4 && y >= side / 4 && y < 3 * side / 4;
                image.setRGB(x, y, hole ? 0 : OPAQUE);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
