// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.image.webp.WebpFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads image files: recognises the format, refuses what is too large before decoding it, decodes, turns it upright.
 */
final class ImageFile {
    /** Far beyond any image of {@link Image#MAX_PIXELS} pixels that is not stored without compression. */
    private static final int MAX_BYTES = 1 << 29;

    private ImageFile() {}

    static Image read(Path file) {
        return read(content(file), file.toString(), Image.MAX_PIXELS);
    }

    static Image read(InputStream stream, String name) {
        return read(content(stream, name), name, Image.MAX_PIXELS);
    }

    /** @throws ImageException if the file cannot be read, or is larger than any image's */
    static byte[] content(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return content(stream, file.toString());
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    private static byte[] content(InputStream stream, String name) {
        try {
            byte[] content = stream.readNBytes(MAX_BYTES);
            if (content.length == MAX_BYTES) {
                throw new ImageException(name + ": expected less than " + MAX_BYTES + " bytes, found more");
            }
            return content;
        } catch (IOException e) {
            throw new ImageException(name + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    static Image read(byte[] content, String name, int mostPixels) {
        ImageFormat format = ImageFormat.of(content, name);
        if (format == ImageFormat.WEBP) {
            return webp(content, name, mostPixels);
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        byte[] decoded = format == ImageFormat.GIF ? GifPalette.completed(content) : content;
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(decoded))) {
            format.requireComplete(content, name);
            boolean needsMetadata = format == ImageFormat.GIF;
            reader.setInput(stream, true, !needsMetadata);
            requireSize(reader.getWidth(0), reader.getHeight(0), name, mostPixels);
            Image stored = needsMetadata
                    ? GifScreen.read(reader, name)
                    : Rgb.of(reader.read(0), paletteSize(content, format, name));
            return Orientation.of(content, format, name).upright(stored);
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(name, format, e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, format, e);
        } finally {
            reader.dispose();
        }
    }

    /** The number of colours in a palette, where the decoder repeats the last one for numbers beyond it. */
    private static int paletteSize(byte[] content, ImageFormat format, String name) throws IOException {
        if (format != ImageFormat.PNG) {
            return Integer.MAX_VALUE;
        }
        return PngChunk.read(new ByteArrayInputStream(content), name, Set.of("PLTE")).stream()
                .mapToInt(chunk -> chunk.data().length / 3)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    private static Image webp(byte[] content, String name, int mostPixels) {
        try {
            var file = new WebpFile(content);
            requireSize(file.width(), file.height(), name, mostPixels);
            Image stored = Image.owning(file.width(), file.height(), file.rgb());
            return Orientation.of(content, ImageFormat.WEBP, name).upright(stored);
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(name, ImageFormat.WEBP, e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, ImageFormat.WEBP, e);
        }
    }

    static ImageException damaged(String name, ImageFormat format, Exception e) {
        return new ImageException(
                "%s: the %s image is damaged or of an unknown kind (%s)".formatted(name, format, e.getMessage()), e);
    }

    /** The refusal after memory ran out; all that was allocated for the image is free again. */
    private static ImageException tooLarge(String name, ImageFormat format, OutOfMemoryError e) {
        return new ImageException(name + ": the " + format + " image does not fit into Java's memory", e);
    }

    static void requireSize(int width, int height, String name, int mostPixels) {
        if ((long) width * height > mostPixels) {
            throw new ImageException(
                    "%s: expected at most %d pixels, found %dx%d".formatted(name, mostPixels, width, height));
        }
    }
}
