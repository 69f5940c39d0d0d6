// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The JPEG encoder: the JDK's, with our texts and the quality in EXIF. */
final class Jpeg {
    /** Keyword under which the quality stands among the texts, so that the file can be made again. */
    static final String QUALITY = "quality";

    private static final int START_BYTES = 2; // of the file
    private static final int MAX_SEGMENT = 0xffff;

    private Jpeg() {}

    /** @throws IllegalArgumentException if quality is not 1 to 100 */
    static byte[] encode(Image image, int quality, Map<String, String> text) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality expected 1 to 100, found " + quality);
        }
        Map<String, String> texts = new HashMap<>(text);
        if (!texts.isEmpty()) {
            texts.put(QUALITY, String.valueOf(quality));
        }
        return with(segment(texts), with(Xmp.segment(texts), compressed(image, quality)));
    }

    private static byte[] compressed(Image image, int quality) {
        ImageWriter writer = writer();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image.toBufferedImage(), null, null), options);
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory failed", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JDK's own, whatever others a program has installed: the same image gives the same bytes. */
    private static ImageWriter writer() {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        while (!writer.getClass().getName().startsWith("com.sun.") && writers.hasNext()) {
            writer = writers.next();
        }
        return writer;
    }

    /** The segment APP1 of EXIF; too long a comment is left out, since only other programs miss it. */
    private static byte[] segment(Map<String, String> texts) {
        byte[] block = ExifText.block(texts);
        if (length(block) > MAX_SEGMENT) {
            texts.remove(ExifText.USER_COMMENT);
            block = ExifText.block(texts);
        }
        if (length(block) > MAX_SEGMENT) {
            throw new ImageException("a JPEG file holds texts of at most %d bytes, found %d; write a PNG or WebP"
                    .formatted(MAX_SEGMENT, block.length));
        }
        if (block.length == 0) {
            return block;
        }
        return ByteBuffer.allocate(2 + length(block))
                .putShort((short) 0xffe1)
                .putShort((short) length(block))
                .put(ExifText.JPEG_MARK)
                .put(block)
                .array();
    }

    private static int length(byte[] block) {
        return 2 + ExifText.JPEG_MARK.length + block.length;
    }

    /** The segment behind the first one, the JFIF header; what is put there later stands before. */
    private static byte[] with(byte[] segment, byte[] file) {
        int header = START_BYTES + 2 + ((file[4] & 255) << 8 | file[5] & 255);
        return ByteBuffer.allocate(file.length + segment.length)
                .put(file, 0, header)
                .put(segment)
                .put(file, header, file.length - header)
                .array();
    }
}
