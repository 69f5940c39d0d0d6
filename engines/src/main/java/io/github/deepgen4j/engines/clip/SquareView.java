// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.Planes;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;

/**
 * An image as a square: its shorter side resized and the middle cut out, as CLIP does
 * ({@code openai/CLIP: clip/clip.py}, _transform), or stretched.
 */
record SquareView(int side, boolean stretched, Planes planes) {
    /** The fields {@code side}, {@code resize} (crop or stretch), {@code channels}, {@code mean}, {@code std}. */
    static SquareView read(ConfigFile input) {
        return new SquareView(
                input.integer("side", 8, 4096),
                input.choice("resize", "crop", "crop", "stretch").equals("stretch"),
                Planes.read(input));
    }

    Floats of(Image image) {
        if (stretched) {
            return planes.of(Resize.resize(image, new Size(side, side), Filter.BICUBIC));
        }
        int shorter = Math.min(image.width(), image.height());
        Size size = new Size(Math.max(side, (int) ((long) side * image.width() / shorter)), Math.max(side, (int)
                ((long) side * image.height() / shorter)));
        ConfigException.require(size.pixels() <= Image.MAX_PIXELS, "image", "sides that differ less", image.size());
        Image resized = Resize.resize(image, size, Filter.BICUBIC);
        int left = (int) Math.rint((size.width() - side) / 2.0);
        int top = (int) Math.rint((size.height() - side) / 2.0);
        return planes.of(Crop.of(resized, left, top, new Size(side, side)));
    }
}
