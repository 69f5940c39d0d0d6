// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.Utf8;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Texts by keyword inside a PNG file (PNG specification, section 11.3.3): {@code tEXt} chunks for ASCII, {@code iTXt}
 * for {@link Xmp} and all else, both uncompressed.
 */
public final class PngText {
    private static final String LATIN = "tEXt";
    private static final String UNICODE = "iTXt";

    /** After the keyword of iTXt: not compressed, method 0, no language, no translated keyword. */
    private static final String PLAIN = "\0\0\0\0\0";

    private PngText() {}

    /**
     * The texts of a PNG file in the order they stand there. The image itself is not read. Of a repeated keyword the
     * first text counts; compressed texts are left out.
     *
     * @throws ImageException if the file cannot be read, is no PNG, is cut off, or its texts are damaged or longer than
     *     1 MiB
     */
    public static Map<String, String> read(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            return read(stream, file.toString());
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    /**
     * Text chunks of a stream, which is read no further than the end of the image and stays open.
     *
     * @param name what error messages call the stream
     */
    public static Map<String, String> read(InputStream stream, String name) {
        try {
            return texts(PngChunk.read(stream, name, Set.of(LATIN, UNICODE)), name);
        } catch (IOException e) {
            throw new ImageException(name + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    private static Map<String, String> texts(List<PngChunk> chunks, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (PngChunk chunk : chunks) {
            String all = new String(chunk.data(), StandardCharsets.ISO_8859_1);
            int end = all.indexOf('\0');
            if (end < 1) {
                throw new ImageException(name + ": a PNG text has no keyword");
            }
            String keyword = all.substring(0, end);
            if (chunk.type().equals(LATIN)) {
                texts.putIfAbsent(keyword, all.substring(end + 1));
            } else if (!isCompressed(all, end)) {
                texts.putIfAbsent(keyword, unicode(chunk.data(), textStart(all, end, name), name));
            }
        }
        return texts;
    }

    private static boolean isCompressed(String all, int keywordEnd) {
        return all.startsWith("\1", keywordEnd + 1);
    }

    /** Behind compression flag and method, a language and a translated keyword, the latter two ended by NUL. */
    private static int textStart(String all, int keywordEnd, String name) {
        int language = all.indexOf('\0', keywordEnd + 3);
        int translated = language < 0 ? -1 : all.indexOf('\0', language + 1);
        if (translated < 0) {
            throw new ImageException(name + ": a PNG text of type iTXt has no text");
        }
        return translated + 1;
    }

    private static String unicode(byte[] data, int start, String name) {
        return Utf8.decode(
                Arrays.copyOfRange(data, start, data.length),
                found -> new ImageException(name + ": a PNG text expected UTF-8, found " + found));
    }

    /** One chunk a text, ordered by keyword: the order of a map must not reach the file. */
    static List<PngChunk> chunks(Map<String, String> texts) {
        List<PngChunk> chunks = new ArrayList<>();
        new TreeMap<>(texts).forEach((keyword, text) -> {
            requireText(keyword, text);
            if (StandardCharsets.US_ASCII.newEncoder().canEncode(text) && !keyword.equals(Xmp.KEY)) {
                chunks.add(new PngChunk(LATIN, (keyword + "\0" + text).getBytes(StandardCharsets.ISO_8859_1)));
            } else {
                chunks.add(new PngChunk(UNICODE, (keyword + PLAIN + text).getBytes(StandardCharsets.UTF_8)));
            }
        });
        return chunks;
    }

    /** @throws ImageException if a file could not hold it */
    static void requireText(String keyword, String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ImageException("PNG text " + keyword + ": expected neither NUL nor half a surrogate pair");
        }
        if (!keyword.matches("[!-~]( ?[!-~]){0,78}") || keyword.length() > 79) {
            throw new ImageException("PNG keyword expected 1 to 79 ASCII characters with single spaces inside, found \""
                    + keyword + '"');
        }
    }
}
