// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import java.util.Map;

/**
 * The kind of file that a picture is given back as.
 *
 * @param compression quality of a JPEG, 0 to 100; of no effect on the others, which lose nothing
 */
public record PictureFormat(OutputFormat format, int compression) {
    /** The bytes of such a file, with texts in it, the recipe among them. */
    public byte[] encode(Image image, Map<String, String> text) {
        return format == OutputFormat.JPEG ? image.jpeg(Math.max(1, compression), text) : format.encode(image, text);
    }
}
