// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.util.Arrays;

/** The share of each pixel that is drawn anew, from the brightness of an image: white 1, black 0, grey between. */
public final class Mask {
    private static final int WHITE = 3 * 255; // of three channels

    private final Size size;
    private final int[] brightness; // 0..WHITE, row by row

    private Mask(Size size, int[] brightness) {
        this.size = size;
        this.brightness = brightness;
    }

    /**
     * A mask of an image.
     *
     * @param size that it is brought to, bicubic as references are
     * @throws IllegalArgumentException if nothing is to be drawn: no pixel is brighter than black
     */
    public static Mask of(Image image, Size size) {
        Image scaled = image.size().equals(size) ? image : Resize.resize(image, size, Filter.BICUBIC);
        byte[] rgb = scaled.rgb();
        int[] brightness = new int[size.width() * size.height()];
        Arrays.setAll(brightness, i -> (rgb[3 * i] & 255) + (rgb[3 * i + 1] & 255) + (rgb[3 * i + 2] & 255));
        if (Arrays.stream(brightness).allMatch(each -> each == 0)) {
            throw new IllegalArgumentException(
                    "mask expected white where the image is to be redrawn, found only black");
        }
        return new Mask(size, brightness);
    }

    public Size size() {
        return size;
    }

    /**
     * The largest share in each square cell, row by row: whatever a pixel needs is drawn.
     *
     * @param side of a cell in pixels, a divisor of both sides
     */
    public float[] cells(int side) {
        int columns = size.width() / side;
        float[] cells = new float[columns * (size.height() / side)];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int cell = y / side * columns + x / side;
                cells[cell] = Math.max(cells[cell], brightness[y * size.width() + x] / (float) WHITE);
            }
        }
        return cells;
    }

    /** The drawn image where the mask is white, the original byte by byte where it is black, a mixture between. */
    public Image paste(Image original, Image drawn) {
        if (!original.size().equals(size) || !drawn.size().equals(size)) {
            throw new IllegalArgumentException("mask of %s expected images of its size, found %s and %s"
                    .formatted(size, original.size(), drawn.size()));
        }
        byte[] before = original.rgb();
        byte[] after = drawn.rgb();
        byte[] pasted = new byte[before.length];
        for (int i = 0; i < pasted.length; i++) {
            int share = brightness[i / 3];
            pasted[i] = (byte) (((after[i] & 255) * share + (before[i] & 255) * (WHITE - share) + WHITE / 2) / WHITE);
        }
        return Image.of(size.width(), size.height(), pasted);
    }
}
