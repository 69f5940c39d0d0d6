// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/** The content of an image, which takes less memory than the image; equal sceneries give equal images. */
sealed interface Scenery {
    Image render();

    Size size();

    /** The images of several, (B, 3, H, W) in -1..1. */
    static Tensor pixels(List<Scenery> sceneries) {
        return Tensor.stack(
                0,
                sceneries.parallelStream().map(Scenery::render).toList().stream()
                        .map(Pixels::toTensor)
                        .toList());
    }

    /** Shapes. */
    record OfShapes(Scene scene, Size size) implements Scenery {
        @Override
        public Image render() {
            Image image = Renderer.render(scene);
            return image.size().equals(size) ? image : Resize.resize(image, size, Filter.BICUBIC);
        }
    }

    /** Icons. */
    record OfIcons(IconScene scene, IconExamples icons) implements Scenery {
        @Override
        public Image render() {
            return icons.render(scene);
        }

        @Override
        public Size size() {
            return icons.size();
        }
    }
}
