// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import io.github.deepgen4j.model.image.Image;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/** The tiny engines that benchmarks/tiny_engines.py writes, and pictures for them. */
public final class Tiny {
    public static final int RED = 0xff0000;
    public static final int GREEN = 0x00ff00;
    public static final int BLUE = 0x0000ff;
    public static final int BLACK = 0;

    private Tiny() {}

    /** The folder of an engine: clip, vqa, queries or points. */
    public static Path folder(String name) {
        try {
            return Path.of(Tiny.class.getResource("tiny/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A picture of one colour. */
    public static Image plain(int width, int height, int colour) {
        byte[] rgb = new byte[3 * width * height];
        Image image = Image.of(width, height, rgb);
        return with(image, 0, 0, width, height, colour);
    }

    /** A picture with a filled rectangle. */
    public static Image with(Image image, int left, int top, int right, int bottom, int colour) {
        byte[] rgb = image.rgb();
        byte[] pixel = {(byte) (colour >> 16), (byte) (colour >> 8), (byte) colour};
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                System.arraycopy(pixel, 0, rgb, 3 * (y * image.width() + x), 3);
            }
        }
        return Image.of(image.width(), image.height(), Arrays.copyOf(rgb, rgb.length));
    }
}
