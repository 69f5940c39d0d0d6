// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import java.util.Optional;

/**
 * The form in which a judge is sent a picture.
 *
 * @param fit the longer side is brought down to this many pixels first, by a bicubic filter; 0 leaves the size
 * @param mediaType the type that is claimed; that of the bytes when empty
 * @param detail the field {@code detail} beside the picture's address; absent when empty
 */
public record PictureFormat(Encoding encoding, int fit, Optional<String> mediaType, Optional<String> detail) {
    /** The bytes that are sent. */
    public sealed interface Encoding {
        /** Those of the file, unchanged. */
        record Raw() implements Encoding {}

        record Png() implements Encoding {}

        /** @param quality 1 to 100 */
        record Jpeg(int quality) implements Encoding {
            public Jpeg {
                if (quality < 1 || quality > 100) {
                    throw new IllegalArgumentException("JPEG quality expected 1 to 100, found " + quality);
                }
            }
        }
    }

    public PictureFormat {
        if (fit < 0) {
            throw new IllegalArgumentException("a side to fit expected at least 0, found " + fit);
        }
        if (fit > 0 && encoding instanceof Encoding.Raw) {
            throw new IllegalArgumentException("a file's own bytes cannot have another size");
        }
    }

    /** The bytes of the file with their own type. */
    public static PictureFormat raw() {
        return new PictureFormat(new Encoding.Raw(), 0, Optional.empty(), Optional.empty());
    }

    /** The bytes of the file, called {@code mediaType} whatever they are. */
    public static PictureFormat raw(String mediaType) {
        return new PictureFormat(new Encoding.Raw(), 0, Optional.of(mediaType), Optional.empty());
    }

    public static PictureFormat png() {
        return new PictureFormat(new Encoding.Png(), 0, Optional.empty(), Optional.empty());
    }

    public static PictureFormat jpeg(int quality) {
        return new PictureFormat(new Encoding.Jpeg(quality), 0, Optional.empty(), Optional.empty());
    }

    /** Shrunk so that it fits into a square of {@code side}; smaller pictures keep their size. */
    public PictureFormat fitInto(int side) {
        return new PictureFormat(encoding, side, mediaType, detail);
    }

    public PictureFormat withDetail(String value) {
        return new PictureFormat(encoding, fit, mediaType, Optional.of(value));
    }
}
