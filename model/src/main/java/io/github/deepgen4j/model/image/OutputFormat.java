// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.Given;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A format that images are written in. */
public enum OutputFormat {
    /** Without loss. */
    PNG("png"),
    /** With loss, {@link #JPEG_QUALITY}: the pixels that are read from it are others. */
    JPEG("jpg", "jpeg"),
    /** Without loss, in about the size of a PNG. */
    WEBP("webp");

    /** The quality of a JPEG where none is named, of 1 to 100. */
    public static final int JPEG_QUALITY = 90;

    private final List<String> endings;

    OutputFormat(String... endings) {
        this.endings = List.of(endings);
    }

    /**
     * The format that a file's name ends in, in upper or lower case.
     *
     * @throws IllegalArgumentException if it ends in none of them
     */
    public static OutputFormat of(Path file) {
        String name = String.valueOf(Given.require("file", file).getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.contains(ending) && ending.length() < name.length())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + ": expected a name that ends in .png, .jpg, .jpeg or .webp"));
    }

    /**
     * The format of a file's content.
     *
     * @param name what error messages call it
     * @throws ImageException if images are not written in it
     */
    public static OutputFormat of(byte[] content, String name) {
        return switch (ImageFormat.of(content, name)) {
            case PNG -> PNG;
            case JPEG -> JPEG;
            case WEBP -> WEBP;
            case GIF, BMP -> throw new ImageException(name + ": expected PNG, JPEG or WebP, found another format");
        };
    }

    /** The type of such a file in HTTP and mail: {@code image/png}. */
    public String mediaType() {
        return "image/" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * The content of a file of this format: with the texts of a file that was encoded before, the same bytes again.
     *
     * @param text what {@link ImageText} finds in it again, by keyword; a JPEG takes its {@code quality} from them
     */
    public byte[] encode(Image image, Map<String, String> text) {
        return switch (this) {
            case PNG -> image.png(text);
            case JPEG -> image.jpeg(quality(text), text);
            case WEBP -> image.webp(text);
        };
    }

    private static int quality(Map<String, String> text) {
        String given = text.get(Jpeg.QUALITY);
        return given != null && given.matches("[1-9][0-9]?|100") ? Integer.parseInt(given) : JPEG_QUALITY;
    }
}
