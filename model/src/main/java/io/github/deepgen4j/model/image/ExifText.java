// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import io.github.deepgen4j.model.image.webp.WebpFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Texts by keyword in the EXIF block of JPEG and WebP: {@code parameters} is the user comment, which other programs
 * show; all others stand in the maker note, which is the program's own: {@code deepgen4j}, then keywords and texts in
 * UTF-8, each ended by NUL.
 */
final class ExifText {
    static final String USER_COMMENT = "parameters";

    private static final byte[] MARK = "deepgen4j\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNICODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);

    /** Mark at the beginning of EXIF in JPEG, and of some blocks in WebP, which are copied with it. */
    static final byte[] JPEG_MARK = {'E', 'x', 'i', 'f', 0, 0};

    private static final int UNDEFINED = 7;
    private static final int LONG = 4;
    private static final int EXIF_FOLDER = 0x8769;
    private static final int MAKER_NOTE = 0x927c;
    private static final int COMMENT = 0x9286;
    private static final int ENTRY_BYTES = 12;

    private ExifText() {}

    // ---- writing ----

    /** A block of big-endian TIFF with one folder of EXIF; empty without texts. XMP is not among them. */
    static byte[] block(Map<String, String> texts) {
        if (texts.keySet().stream().allMatch(Xmp.KEY::equals)) {
            return new byte[0];
        }
        byte[] note = makerNote(texts);
        byte[] comment = texts.containsKey(USER_COMMENT)
                ? joined(UNICODE, texts.get(USER_COMMENT).getBytes(StandardCharsets.UTF_16BE))
                : new byte[0];
        int exif = 8 + folderBytes(1);
        int data = exif + folderBytes(2);
        return ByteBuffer.allocate(data + note.length + comment.length)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .put(entry(EXIF_FOLDER, LONG, 1, exif))
                .putInt(0)
                .putShort((short) 2)
                .put(entry(MAKER_NOTE, UNDEFINED, note.length, data))
                .put(entry(COMMENT, UNDEFINED, comment.length, data + note.length))
                .putInt(0)
                .put(note)
                .put(comment)
                .array();
    }

    private static int folderBytes(int entries) {
        return 2 + entries * ENTRY_BYTES + 4;
    }

    private static byte[] entry(int tag, int type, int count, int value) {
        return ByteBuffer.allocate(ENTRY_BYTES)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putInt(value)
                .array();
    }

    private static byte[] makerNote(Map<String, String> texts) {
        var note = new ByteArrayOutputStream();
        note.writeBytes(MARK);
        new TreeMap<>(texts).forEach((keyword, text) -> {
            PngText.requireText(keyword, text);
            if (!keyword.equals(USER_COMMENT) && !keyword.equals(Xmp.KEY)) {
                note.writeBytes((keyword + '\0' + text + '\0').getBytes(StandardCharsets.UTF_8));
            }
        });
        return note.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    // ---- reading ----

    /** The texts in a file; none if it has no such block. */
    static Map<String, String> read(byte[] content, ImageFormat format, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            if (format == ImageFormat.JPEG || format == ImageFormat.WEBP) {
                Xmp.read(content, format).ifPresent(packet -> texts.put(Xmp.KEY, packet));
            }
            for (var folder : metadata(content, format, name).getDirectoriesOfType(ExifSubIFDDirectory.class)) {
                readNote(folder.getByteArray(MAKER_NOTE), texts);
                byte[] comment = folder.getByteArray(COMMENT);
                if (startsWith(comment, UNICODE)) {
                    texts.putIfAbsent(USER_COMMENT, text(comment, UNICODE.length, StandardCharsets.UTF_16BE));
                }
            }
        } catch (IOException | ImageProcessingException | RuntimeException e) {
            throw new ImageException(name + ": its EXIF cannot be read (" + e.getMessage() + ")", e);
        }
        return texts;
    }

    private static void readNote(byte[] note, Map<String, String> texts) {
        if (startsWith(note, MARK)) {
            String[] parts = text(note, MARK.length, StandardCharsets.UTF_8).split("\0", -1);
            for (int i = 0; i + 1 < parts.length; i += 2) {
                texts.putIfAbsent(parts[i], parts[i + 1]);
            }
        }
    }

    private static String text(byte[] data, int start, java.nio.charset.Charset charset) {
        return new String(data, start, data.length - start, charset);
    }

    /** All EXIF of a file. */
    static Metadata metadata(byte[] content, ImageFormat format, String name)
            throws IOException, ImageProcessingException {
        return switch (format) {
            case JPEG -> JpegMetadataReader.readMetadata(new ByteArrayInputStream(content), List.of(new ExifReader()));
            case PNG ->
                metadata(PngChunk.read(new ByteArrayInputStream(content), name, Set.of("eXIf")).stream()
                        .map(PngChunk::data)
                        .findFirst());
            case WEBP -> metadata(new WebpFile(content).exif());
            case GIF, BMP -> new Metadata();
        };
    }

    private static Metadata metadata(Optional<byte[]> exif) {
        Metadata metadata = new Metadata();
        exif.ifPresent(data -> {
            int start = startsWith(data, JPEG_MARK) ? JPEG_MARK.length : 0;
            new ExifReader().extract(new ByteArrayReader(data, start), metadata);
        });
        return metadata;
    }

    private static boolean startsWith(byte[] data, byte[] mark) {
        return data != null && data.length >= mark.length && Arrays.equals(data, 0, mark.length, mark, 0, mark.length);
    }
}
