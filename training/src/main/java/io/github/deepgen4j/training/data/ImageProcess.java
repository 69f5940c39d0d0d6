// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import java.util.random.RandomGenerator;

/**
 * The resize of images to a size the model knows (spec/training.md section 2.2), always by Pillow's bicubic filter.
 *
 * @param size pixels that the mode aims at
 * @param unit both sides of the result are multiples of it
 */
public record ImageProcess(
        @JsonProperty(defaultValue = "fix_pixels") Mode mode,
        @JsonProperty(defaultValue = "512") int size,
        @JsonProperty(defaultValue = "32") int unit) {
    private static final int LARGEST = 1 << 16; // pixels of a side

    /** The reference's configurations. */
    public static final ImageProcess REFERENCE = new ImageProcess(Mode.FIX_PIXELS, 512, 32);

    /** Ways to choose the size. */
    public enum Mode {
        /** Keeps the ratio of the sides, at about size * size pixels. */
        @JsonProperty("fix_pixels")
        FIX_PIXELS,
        /** Shrinks the longer side to size, keeps the ratio, never enlarges. */
        @JsonProperty("dynamic")
        DYNAMIC,
        /** The largest square, at a random place; not for edits, whose images must fit together. */
        @JsonProperty("crop2square")
        CROP2SQUARE,
        /** Both sides become size, whatever the ratio was. */
        @JsonProperty("resize2square")
        RESIZE2SQUARE
    }

    public ImageProcess {
        require(size >= 1 && size <= LARGEST, "size", "1 to " + LARGEST, size);
        require(unit >= 1 && unit <= LARGEST, "unit", "1 to " + LARGEST, unit);
        boolean fits = mode == Mode.FIX_PIXELS || size % unit == 0;
        require(fits, "size", "a multiple of unit, " + unit + ", for all modes but fix_pixels", size);
    }

    /** @param random chooses the place of a crop */
    Image apply(Image image, RandomGenerator random) {
        Image whole = mode == Mode.CROP2SQUARE ? crop(image, random) : image;
        return Resize.resize(whole, target(whole.size()), Filter.BICUBIC);
    }

    /** The size that an image of this size gets. */
    Size target(Size source) {
        ResizeRule rule = switch (mode) {
            case FIX_PIXELS -> ResizeRule.FIX_PIXELS;
            case DYNAMIC -> ResizeRule.DYNAMIC;
            case CROP2SQUARE, RESIZE2SQUARE -> ResizeRule.SQUARE;
        };
        return rule.target(source, size, unit);
    }

    private static Image crop(Image image, RandomGenerator random) {
        int side = Math.min(image.width(), image.height());
        int left = random.nextInt(image.width() - side + 1);
        int top = random.nextInt(image.height() - side + 1);
        byte[] source = image.rgb();
        byte[] square = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(source, 3 * ((top + y) * image.width() + left), square, 3 * y * side, 3 * side);
        }
        return Image.of(side, side, square);
    }
}
