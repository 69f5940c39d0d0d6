// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import java.util.Arrays;

/**
 * A mask as OpenAI's clients send it, a PNG whose transparent pixels are to be drawn, as the model takes it: white is
 * drawn, black stays byte by byte. The edge is soft over some pixels inside of what is drawn.
 */
final class MaskFile {
    private static final int FEATHER = 4; // pixels
    private static final int WHITE = 255;

    private MaskFile() {}

    /**
     * @param reference the image that it masks
     * @param target the size that the image is brought to
     * @throws IllegalArgumentException if it is no PNG, of another size, or nothing in it is transparent
     */
    static Image read(byte[] file, Image reference, Size target) {
        Image mask;
        try {
            mask = Image.transparency(file, "mask", DrawRequest.MOST_PIXELS);
        } catch (ImageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!mask.size().equals(reference.size())) {
            throw new IllegalArgumentException(
                    "mask expected the size of the first image, %s, found %s".formatted(reference.size(), mask.size()));
        }
        boolean[] drawn = nearest(mask, target);
        if (allEqual(drawn, false)) {
            throw new IllegalArgumentException(
                    "mask expected transparent pixels where the image is to be drawn, found none");
        }
        return feathered(drawn, target);
    }

    private static boolean allEqual(boolean[] values, boolean value) {
        for (boolean each : values) {
            if (each != value) {
                return false;
            }
        }
        return true;
    }

    /** Fully transparent pixels, taken from the nearest: between two pixels nothing is half drawn. */
    private static boolean[] nearest(Image mask, Size target) {
        byte[] rgb = mask.rgb();
        boolean[] drawn = new boolean[Math.toIntExact(target.pixels())];
        for (int y = 0; y < target.height(); y++) {
            int row = (int) ((y + 0.5) * mask.height() / target.height());
            for (int x = 0; x < target.width(); x++) {
                int column = (int) ((x + 0.5) * mask.width() / target.width());
                drawn[y * target.width() + x] = (rgb[3 * (row * mask.width() + column)] & WHITE) == WHITE;
            }
        }
        return drawn;
    }

    /** Brightness grows from the edge inwards; steps are counted along rows and columns. */
    private static Image feathered(boolean[] drawn, Size size) {
        int[] depth = new int[drawn.length];
        Arrays.setAll(depth, i -> drawn[i] ? FEATHER + 1 : 0);
        for (int pass = 1; pass <= FEATHER; pass++) {
            deepen(depth, size, pass);
        }
        byte[] rgb = new byte[3 * drawn.length];
        for (int i = 0; i < depth.length; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (depth[i] * WHITE / (FEATHER + 1)));
        }
        return Image.of(size.width(), size.height(), rgb);
    }

    /** Pixels beside one of the depth before this one get this depth. */
    private static void deepen(int[] depth, Size size, int pass) {
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int at = y * size.width() + x;
                boolean beside = x > 0 && depth[at - 1] == pass - 1
                        || x + 1 < size.width() && depth[at + 1] == pass - 1
                        || y > 0 && depth[at - size.width()] == pass - 1
                        || y + 1 < size.height() && depth[at + size.width()] == pass - 1;
                if (depth[at] > pass && beside) {
                    depth[at] = pass;
                }
            }
        }
    }
}
