// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.http.Problem;

/**
 * The sizes that a model draws for a caller: sides are multiples of a number up to the longest, and all pixels together
 * up to the key's limit.
 *
 * @param mostPixels of the key
 */
record DrawableSizes(int multiple, int longest, long mostPixels) {
    static DrawableSizes of(ModelFacts facts, long mostPixels) {
        return new DrawableSizes(facts.sideMultiple(), facts.longestSide(), mostPixels);
    }

    /** @throws Problem naming the nearest size, if this one is none */
    void require(Size size) {
        Size nearest = new Size(nearest(size.width()), nearest(size.height()));
        if (!size.equals(nearest)) {
            throw Problem.invalid(
                    "invalid_size",
                    "size",
                    "size expected sides that are multiples of %d up to %d, found %s; the nearest is %s"
                            .formatted(multiple, longest, size, nearest));
        }
        if (size.pixels() > mostPixels) {
            throw Problem.invalid(
                    "invalid_size",
                    "size",
                    "size expected at most %d pixels for this key, found %s".formatted(mostPixels, size));
        }
    }

    private int nearest(int side) {
        return Math.min(Math.max(multiple, (side + multiple / 2) / multiple * multiple), longest / multiple * multiple);
    }

    /** The largest size of about this shape that is not larger; one that is drawn stays as it is. */
    Size fit(Size size) {
        double smaller = Math.min(1, (double) longest / Math.max(size.width(), size.height()));
        smaller = Math.min(smaller, Math.sqrt((double) mostPixels / size.pixels()));
        Size fitting = new Size(nearest((int) (smaller * size.width())), nearest((int) (smaller * size.height())));
        if (fitting.pixels() <= mostPixels) {
            return fitting;
        }
        int width = below(smaller * size.width());
        int height = below(smaller * size.height());
        boolean wide = width > height; // a side that is as short as can be leaves less to the other
        return new Size(
                wide ? Math.min(width, below(mostPixels / height)) : width,
                wide ? height : Math.min(height, below(mostPixels / width)));
    }

    private int below(double side) {
        return Math.max(multiple, (int) Math.min(longest, side) / multiple * multiple);
    }
}
