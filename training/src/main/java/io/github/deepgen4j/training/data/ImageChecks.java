// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import java.io.ByteArrayInputStream;

/**
 * Limits for images that are too small or too narrow to learn from (spec/training.md section 2.2).
 *
 * @param longerThan both sides have more pixels than this
 * @param ratio the longer side is less than this many times the shorter one
 * @param all also for images that are taken as they are: T2I_SFT and edit, as in the reference (T4), and folders
 */
public record ImageChecks(
        @JsonProperty(defaultValue = "80") int longerThan,
        @JsonProperty(defaultValue = "10") double ratio,
        @JsonProperty(defaultValue = "false") boolean all) {
    /** The reference's. */
    public static final ImageChecks REFERENCE = new ImageChecks(80, 10, false);

    static final ImageChecks NONE = new ImageChecks(0, Double.MAX_VALUE, true);

    public ImageChecks {
        ConfigException.require(longerThan >= 0, "longer_than", "0 or more", longerThan);
        ConfigException.require(ratio > 1, "ratio", "more than 1", ratio);
    }

    /** The checks for kinds of data that the reference does not check. */
    ImageChecks whereImageIsTrusted() {
        return all ? this : NONE;
    }

    /**
     * Reads an image from the bytes of its file.
     *
     * @throws BadSampleException if it is none, or is refused
     */
    Image read(byte[] bytes, String where) {
        try {
            Image image = Image.read(new ByteArrayInputStream(bytes), where);
            require(image.size(), where);
            return image;
        } catch (ImageException e) {
            throw new BadSampleException(e.getMessage(), e);
        }
    }

    /** @throws RefusedSampleException if an image of this size is refused */
    void require(Size size, String name) {
        if (Math.min(size.width(), size.height()) <= longerThan) {
            throw new RefusedSampleException(
                    "%s: expected both sides longer than %d pixels, found %s".formatted(name, longerThan, size));
        }
        if (Math.max(size.width(), size.height()) >= ratio * Math.min(size.width(), size.height())) {
            throw new RefusedSampleException(
                    "%s: expected a ratio of sides less than %s, found %s".formatted(name, ratio, size));
        }
    }
}
