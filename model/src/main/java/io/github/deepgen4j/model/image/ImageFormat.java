// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.util.Arrays;
import java.util.HexFormat;

/** Formats that images are read from, recognised by their first bytes whatever the file is called. */
enum ImageFormat {
    PNG("89504e470d0a1a0a"),
    JPEG("ffd8ff"),
    WEBP("52494646........57454250"), // RIFF, length, WEBP
    GIF("47494638"),
    BMP("424d");

    private static final int SHOWN_BYTES = 12;

    private final String start;

    ImageFormat(String start) {
        this.start = start;
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
    static ImageFormat of(byte[] content, String name) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(content, Math.min(content.length, SHOWN_BYTES)));
        for (ImageFormat format : values()) {
            if (hex.matches(format.start + ".*")) {
                return format;
            }
        }
        throw new ImageException("%s: expected PNG, JPEG, WebP, GIF or BMP, found %s"
                .formatted(name, content.length == 0 ? "an empty file" : "a file that starts with " + hex));
    }
}
