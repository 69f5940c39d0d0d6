// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.image.Image;

/** The picture of one object that its colour is judged by ({@code evaluate_images.py}, ImageCrops). */
final class ObjectCrop {
    /** {@code #999}, in the place of pixels that are not the object's. */
    private static final byte BLANK = (byte) 0x99;

    private ObjectCrop() {}

    /**
     * The object's box, its sides rounded half to even; black where it reaches beyond the picture.
     *
     * @throws EngineException if the box is less than one pixel wide or high
     */
    static Image of(Image image, Detection object) {
        Box box = object.box();
        int left = (int) Math.rint(box.left());
        int top = (int) Math.rint(box.top());
        int width = (int) Math.rint(box.right()) - left;
        int height = (int) Math.rint(box.bottom()) - top;
        if (width < 1 || height < 1) {
            throw new EngineException("an object's box expected at least one pixel, found " + box);
        }
        byte[] all = image.rgb();
        byte[] rgb = new byte[3 * width * height];
        for (int y = Math.max(0, -top); y < Math.min(height, image.height() - top); y++) {
            for (int x = Math.max(0, -left); x < Math.min(width, image.width() - left); x++) {
                boolean own = object.silhouette().isEmpty()
                        || object.silhouette().get().has(left + x, top + y);
                for (int c = 0; c < 3; c++) {
                    int from = 3 * ((top + y) * image.width() + left + x) + c;
                    rgb[3 * (y * width + x) + c] = own ? all[from] : BLANK;
                }
            }
        }
        return Image.of(width, height, rgb);
    }
}
