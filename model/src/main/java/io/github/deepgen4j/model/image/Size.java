// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.model.files.Given;
import java.util.Locale;

/** An image's sides in pixels. */
public record Size(int width, int height) {
    public Size {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("size expected positive sides, found %dx%d".formatted(width, height));
        }
    }

    /** Reads {@code 512x384}. */
    public static Size parse(String text) {
        String[] sides = Given.require("size", text).toLowerCase(Locale.ROOT).split("x", -1);
        try {
            if (sides.length == 2) {
                return new Size(Integer.parseInt(sides[0].strip()), Integer.parseInt(sides[1].strip()));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("size expected WxH, for example 512x512, found " + text, e);
        }
        throw new IllegalArgumentException("size expected WxH, for example 512x512, found " + text);
    }

    /** Width times height. */
    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }

    /** The next size whose sides are multiples of {@code multiple}. */
    public Size roundedUpTo(int multiple) {
        return new Size(Math.ceilDiv(width, multiple) * multiple, Math.ceilDiv(height, multiple) * multiple);
    }
}
