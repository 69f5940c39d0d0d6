// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.FileStart;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Formats that images are read from, recognised by their first bytes whatever the file is called. */
public enum ImageFormat {
    PNG("89504e470d0a1a0a"),
    JPEG("ffd8ff"),
    WEBP("52494646........57454250"), // RIFF, length, WEBP
    GIF("47494638"),
    BMP("424d");

    private static final int SHOWN_BYTES = 12;

    /** Formats that are not read, by their first bytes; ISO media files (AVIF, HEIC) name their kind after a length. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("(49492a00|4d4d002a|49492b00|4d4d002b)", "TIFF"),
            Map.entry("........6674797061766(966|973)", "AVIF"), // avif, avis
            Map.entry("........66747970(686569|686576|6d696631|6d736631)", "HEIC"), // hei., hev., mif1, msf1
            Map.entry("0000000c6a502020", "JPEG 2000"),
            Map.entry("(ff0a|0000000c4a584c20)", "JPEG XL"),
            Map.entry("38425053", "PSD"),
            Map.entry("00000100", "ICO"),
            Map.entry("255044462d", "PDF"));

    private final String start;

    ImageFormat(String start) {
        this.start = start;
    }

    /** The type of such a file in HTTP: {@code image/gif}. */
    public String mediaType() {
        return "image/" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses files that are cut off or changed as far as their form tells: decoders would make something up instead.
     *
     * @throws ImageException saying what is missing or wrong
     */
    void requireComplete(byte[] content, String name) {
        switch (this) {
            case PNG -> PngChunk.requireIntact(content, name);
            case JPEG -> JpegMarkers.requireEnd(content, name);
            case WEBP, GIF, BMP -> {} // their decoders notice
        }
    }

    /** @throws ImageException if the content begins like none of them */
    public static ImageFormat of(byte[] content, String name) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(content, Math.min(content.length, SHOWN_BYTES)));
        for (ImageFormat format : values()) {
            if (hex.matches(format.start + ".*")) {
                return format;
            }
        }
        throw new ImageException("%s: expected PNG, JPEG, WebP, GIF or BMP, found %s"
                .formatted(
                        name,
                        content.length == 0
                                ? "an empty file"
                                : FileStart.foreign(content).orElseGet(() -> kind(hex))));
    }

    private static String kind(String start) {
        return OTHERS.entrySet().stream()
                .filter(other -> start.matches(other.getKey() + ".*"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a file that starts with " + start);
    }
}
