// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads picture files: recognises the format, refuses what is too large before decoding it, decodes, turns it upright. */
final class ImageFile {
    /** Far beyond any picture of {@link Image#MAX_PIXELS} pixels that is not stored without compression. */
    private static final int MAX_BYTES = 1 << 29;

    private ImageFile() {}

    static Image read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return read(stream, file.toString());
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read (" + e + ")", e);
        }
    }

    static Image read(InputStream stream, String name) {
        try {
            byte[] content = stream.readNBytes(MAX_BYTES);
            if (content.length == MAX_BYTES) {
                throw new ImageException(name + ": expected less than " + MAX_BYTES + " bytes, found more");
            }
            return decode(content, name);
        } catch (IOException e) {
            throw new ImageException(name + ": cannot be read (" + e + ")", e);
        }
    }

    private static Image decode(byte[] content, String name) {
        ImageFormat format = ImageFormat.of(content, name);
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(stream, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), name);
            return Rgb.of(reader.read(0));
        } catch (IOException | RuntimeException e) {
            if (e instanceof ImageException ours) {
                throw ours;
            }
            throw new ImageException("%s: the %s picture is damaged (%s)".formatted(name, format, e.getMessage()), e);
        } finally {
            reader.dispose();
        }
    }

    private static void requireSize(int width, int height, String name) {
        if ((long) width * height > Image.MAX_PIXELS) {
            throw new ImageException(
                    "%s: expected at most %d pixels, found %dx%d".formatted(name, Image.MAX_PIXELS, width, height));
        }
    }
}
