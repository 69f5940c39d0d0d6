// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The kind of a file by its first bytes, for what is often found in the place of a file of a model: pointers and pages
 * that a download left behind, and other formats.
 */
public final class FileStart {
    /** As many bytes as {@link #foreign} looks at. */
    public static final int BYTES = 64;

    /** A pointer, which a download without Git LFS leaves in the place of a large file. */
    public static final String POINTER = "a pointer of Git LFS (git lfs pull gets the file)";

    /** The kind of archives, of which {@code torch.save} makes some. */
    public static final String ZIP = "a zip archive (model convert reads those of PyTorch)";

    /** The kind of what {@code torch.save} made before version 1.6. */
    public static final String OLD_TORCH = "a PyTorch file of before 2020";

    /** The kind of the files of llama.cpp and stable-diffusion.cpp. */
    public static final String GGUF = "a GGUF file (model convert reads it)";

    private static final Map<String, String> KINDS =
            new LinkedHashMap<>(); // starts in lower case, one byte a character

    static {
        KINDS.put("version http", POINTER);
        KINDS.put("<!doctype html", "an HTML page");
        KINDS.put("<html", "an HTML page");
        KINDS.put("<head", "an HTML page");
        KINDS.put("<?xml", "SVG or other XML");
        KINDS.put("<svg", "SVG or other XML");
        KINDS.put("<error", "SVG or other XML");
        KINDS.put("pk\u0003\u0004", ZIP);
        KINDS.put("gguf", GGUF);
        KINDS.put("\u001f\u008b\b", "a gzip archive");
        KINDS.put("\u0028\u00b5\u002f\u00fd", "a Zstandard archive");
        KINDS.put("\u0080\u0002\u008a\n", OLD_TORCH);
    }

    private FileStart() {}

    /** The kind of something that is none of a model's files, by its first bytes; empty for anything else. */
    public static Optional<String> foreign(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, BYTES), StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return KINDS.entrySet().stream()
                .filter(kind -> text.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * The reason for which a file cannot be one of a model's, found without waiting for a pipe and without reading on:
     * absent, no regular file, empty, or {@linkplain #foreign something else}.
     *
     * @param welcome kinds that the caller reads
     * @return the end of a sentence that begins with the file's name; empty if the file may be read
     */
    public static Optional<String> fault(Path file, String... welcome) {
        if (Files.isDirectory(file)) {
            return Optional.of("expected a file, found a folder");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(
                    Files.exists(file) ? "expected a regular file, found a pipe or a device" : "file not found");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(BYTES);
            return start.length == 0
                    ? Optional.of("the file is empty; fetch it again")
                    : foreign(start)
                            .filter(kind -> !List.of(welcome).contains(kind))
                            .map(kind -> "found " + kind);
        } catch (IOException e) {
            return Optional.of("cannot be read (" + FileReason.of(e) + ")");
        }
    }
}
