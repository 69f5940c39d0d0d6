// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.Given;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Texts by keyword inside an image file: chunks of PNG, EXIF and XMP of JPEG and WebP. The image itself is not decoded.
 */
public final class ImageText {
    private ImageText() {}

    /**
     * The texts of a file.
     *
     * @return none if the file has none of ours, or is of a format that holds none
     * @throws ImageException if it cannot be read, is no image, or its texts are damaged
     */
    public static Map<String, String> read(Path file) {
        return read(ImageFile.content(Given.require("file", file)), file.toString());
    }

    /**
     * The texts in the bytes of a file; as {@link #read(Path)}.
     *
     * @param name what error messages call it
     */
    public static Map<String, String> read(byte[] content, String name) {
        ImageFormat format = ImageFormat.of(Given.require("file", content), name);
        return format == ImageFormat.PNG
                ? PngText.read(new ByteArrayInputStream(content), name)
                : ExifText.read(content, format, name);
    }
}
