// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.webp.WebpWriter;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
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
        Given.require("rgb", rgb);
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
        return ImageFile.read(Given.require("file", file));
    }

    /**
     * Reads an image to the end of the stream, which stays open; see {@link #read(Path)}.
     *
     * @param name what error messages call the stream
     */
    public static Image read(InputStream stream, String name) {
        return ImageFile.read(Given.require("stream", stream), name);
    }

    /**
     * Reads an image from the bytes of a file; see {@link #read(Path)}.
     *
     * @param name what error messages call it
     */
    public static Image read(byte[] file, String name) {
        return read(file, name, MAX_PIXELS);
    }

    /**
     * Reads an image from the bytes of a file unless it has too many pixels; see {@link #read(Path)}.
     *
     * @param mostPixels up to {@link #MAX_PIXELS}; compared before the image is decoded
     */
    public static Image read(byte[] file, String name, int mostPixels) {
        return ImageFile.read(Given.require("file", file), name, mostPixels);
    }

    /**
     * The transparency of a PNG file as brightness: white where it is transparent, black where it is opaque, so all
     * black for a file without alpha.
     *
     * @throws ImageException as {@link #read(byte[], String, int)}, and for a file of another format
     */
    public static Image transparency(byte[] file, String name, int mostPixels) {
        return Transparency.read(Given.require("file", file), name, mostPixels);
    }

    /**
     * A copy of an image of Java's: its stored values are taken as red, green and blue, or grey; alpha is dropped, and
     * colours that it was multiplied into are divided by it. Other colour spaces become sRGB.
     *
     * @throws ImageException if it has more than {@link #MAX_PIXELS}
     */
    public static Image of(BufferedImage image) {
        Given.require("image", image);
        ImageFile.requireSize(image.getWidth(), image.getHeight(), "image", MAX_PIXELS);
        return Rgb.of(plain(image));
    }

    private static BufferedImage plain(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        int space = colours.getColorSpace().getType();
        if (!colours.isAlphaPremultiplied() && (space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY)) {
            return image;
        }
        var plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            plain.setRGB(0, y, width, 1, image.getRGB(0, y, width, 1, row, 0, width), 0, width);
        }
        return plain;
    }

    /** A copy as an image of Java's, {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public BufferedImage toBufferedImage() {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return image;
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
        AtomicFile.write(Given.require("file", file), png(text));
    }

    /**
     * The content of a PNG file: the same image and text give the same bytes.
     *
     * @param text what {@link PngText} finds in it again, by keyword: 1 to 79 characters of Latin-1
     */
    public byte[] png(Map<String, String> text) {
        return Png.encode(this, Given.require("text", text));
    }

    /**
     * The content of a JPEG file, by the JDK's encoder.
     *
     * @param quality 1 to 100
     * @param text what {@link ImageText} finds in it again, by keyword; {@code quality} is added
     * @throws ImageException if the texts are too long for a JPEG file, beyond 64 kB
     */
    public byte[] jpeg(int quality, Map<String, String> text) {
        return Jpeg.encode(this, quality, Given.require("text", text));
    }

    /**
     * The content of a WebP file without loss: the same image and text give the same bytes.
     *
     * @param text what {@link ImageText} finds in it again, by keyword
     * @throws ImageException if a side is longer than WebP's 16384 pixels
     */
    public byte[] webp(Map<String, String> text) {
        if (Math.max(width, height) > WebpWriter.MAX_SIDE) {
            throw new ImageException("WebP expected sides of at most %d pixels, found %s; write a PNG"
                    .formatted(WebpWriter.MAX_SIDE, size()));
        }
        return WebpWriter.write(width, height, rgb, ExifText.block(Given.require("text", text)), Xmp.packet(text));
    }

    /** SHA-256 of size and pixels in hexadecimal: the same for the same image, whatever file it came from. */
    public String sha256() {
        return Digest.sha256().add(width + "x" + height).add(rgb).hex();
    }
}
