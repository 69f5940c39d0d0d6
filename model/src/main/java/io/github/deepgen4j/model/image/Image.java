// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.Digest;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/** An immutable 8-bit RGB image: rows from the top, pixels from the left, bytes R, G, B. */
public final class Image {
    /** An image with more pixels is refused before it is decoded, so that a small file cannot fill the memory. */
    public static final int MAX_PIXELS = 120_000_000;

    private final int width;
    private final int height;
    private final byte[] rgb;

    private Image(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * An image holding a copy of the bytes.
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

    /** An image that takes the array over: nobody else may change it. */
    static Image owning(int width, int height, byte[] rgb) {
        return new Image(width, height, rgb);
    }

    /**
     * Reads a PNG, JPEG, WebP, GIF or BMP file, recognised by its content: 8 bits of red, green and blue, alpha
     * dropped, the first image of an animation, turned upright as its EXIF orientation says.
     *
     * @throws ImageException if the file cannot be read, is of another kind, damaged, cut off, or has more than
     *     {@link #MAX_PIXELS}
     */
    public static Image read(Path file) {
        return ImageFile.read(file);
    }

    /**
     * Reads an image to the end of the stream, which stays open; see {@link #read(Path)}.
     *
     * @param name what error messages call the stream
     */
    public static Image read(InputStream stream, String name) {
        return ImageFile.read(stream, name);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public Size size() {
        return new Size(width, height);
    }

    /** A copy of the bytes, (height, width, 3). */
    public byte[] rgb() {
        return rgb.clone();
    }

    /** The bytes themselves, not to be changed. */
    byte[] bytes() {
        return rgb;
    }

    /** Writes a PNG file without text; see {@link #writePng(Path, Map)}. */
    public void writePng(Path file) {
        writePng(file, Map.of());
    }

    /**
     * Writes a PNG file that appears complete or not at all.
     *
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public void writePng(Path file, Map<String, String> text) {
        AtomicFile.write(file, png(text));
    }

    /**
     * The content of a PNG file: the same image and text give the same bytes.
     *
     * @param text what {@link PngText} finds in it again, by keyword: 1 to 79 characters of Latin-1
     */
    public byte[] png(Map<String, String> text) {
        return Png.encode(this, text);
    }

    /** SHA-256 of size and pixels in hexadecimal: the same for the same image, whatever file it came from. */
    public String sha256() {
        return Digest.sha256().add(width + "x" + height).add(rgb).hex();
    }
}
