// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/** An immutable 8-bit RGB picture: rows from the top, pixels from the left, bytes R, G, B. */
public final class Image {
    private final int width;
    private final int height;
    private final byte[] rgb;

    private Image(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * A picture holding a copy of the bytes.
     *
     * @throws IllegalArgumentException if {@code rgb} does not hold {@code 3 * width * height} bytes
     */
    public static Image of(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("image %dx%d expected %d bytes, found %d"
                    .formatted(width, height, 3L * width * height, rgb.length));
        }
        return new Image(width, height, rgb.clone());
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** A copy of the bytes, (height, width, 3). */
    public byte[] rgb() {
        return rgb.clone();
    }

    /** Writes a PNG file. */
    public void writePng(java.nio.file.Path file) {
        var picture = new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(
                    i % width,
                    i / width,
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
        try {
            javax.imageio.ImageIO.write(picture, "png", file.toFile());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
