// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.util.Locale;

/**
 * The size that a reference image gets before it is encoded (spec/model.md section 3.1). Both sides of every result are
 * multiples of {@link #STEP}: other sides cannot be encoded, so they are rounded up where the reference leaves them
 * (Q12).
 */
public enum ResizeRule {
    /**
     * Keeps the ratio of the sides at about {@code imageSize * imageSize} pixels, never fewer; the default of training.
     */
    FIX_PIXELS {
        @Override
        Size unaligned(Size source, int imageSize) {
            double ratio = imageSize / Math.sqrt((double) source.height() * source.width());
            return new Size(ceiling(source.width() * ratio), ceiling(source.height() * ratio));
        }
    },
    /** Shrinks the longer side to {@code imageSize} and keeps the ratio; never enlarges. */
    DYNAMIC {
        @Override
        Size unaligned(Size source, int imageSize) {
            int width = source.width();
            int height = source.height();
            if (width >= height && width >= imageSize) {
                return new Size(imageSize, ceiling(height * ((double) imageSize / width)));
            }
            if (height >= width && height >= imageSize) {
                return new Size(ceiling(width * ((double) imageSize / height)), imageSize);
            }
            return source;
        }
    },
    /** {@code imageSize} on both sides, whatever the ratio was; what the edit benchmarks use. */
    SQUARE {
        @Override
        Size unaligned(Size source, int imageSize) {
            return new Size(imageSize, imageSize);
        }
    },
    /** The image's own size; {@code imageSize} is not used. */
    NONE {
        @Override
        Size unaligned(Size source, int imageSize) {
            return source;
        }
    };

    /** Pixels that sides are multiples of: a side times 28/32 must be whole merged patches of the vision tower. */
    public static final int STEP = 32;

    /**
     * The size for an image of size {@code source}.
     *
     * @param imageSize side in pixels that the rule aims at
     * @throws IllegalArgumentException if {@code imageSize} is not positive or a side of the result is too long for an
     *     int
     */
    public Size target(Size source, int imageSize) {
        return target(source, imageSize, STEP);
    }

    /** A target with sides that are multiples of {@code step}, for training at sizes of its own. */
    public Size target(Size source, int imageSize, int step) {
        if (imageSize < 1 || step < 1) {
            throw new IllegalArgumentException(
                    "image size and step expected at least 1, found " + imageSize + " and " + step);
        }
        Size size = unaligned(source, imageSize);
        return new Size(align(size.width(), step), align(size.height(), step));
    }

    abstract Size unaligned(Size source, int imageSize);

    /** Rounding up to whole pixels first does not change the multiple that a side is rounded up to. */
    private static int ceiling(double side) {
        return (int) Math.ceil(side);
    }

    private static int align(int side, int step) {
        return Math.toIntExact(Math.ceilDiv((long) side, step) * step);
    }

    /** Reads {@code fix-pixels}, {@code dynamic}, {@code square} or {@code none}. */
    public static ResizeRule parse(String name) {
        for (ResizeRule rule : values()) {
            if (rule.toString().equals(name)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("resize rule expected fix-pixels, dynamic, square or none, found " + name);
    }

    /** The name as the command line gives it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
