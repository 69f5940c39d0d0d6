// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.program;

import io.github.deepgen4j.evaluation.engine.Box;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.scoring.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes that ShapeWorld's scorer recognises, with their silhouettes; each with a score of 1. Images of other sizes
 * are brought to 64x64 first.
 */
public final class ShapeWorldDetector implements Detector {
    private static final Size SIZE = new Size(Scene.SIDE, Scene.SIDE);

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.program("shapeworld", "1");
    }

    @Override
    public List<String> classes() {
        return Arrays.stream(Shape.values()).map(Shape::word).toList();
    }

    @Override
    public Map<String, List<Detection>> detect(Image image) {
        Image small = image.size().equals(SIZE) ? image : Resize.resize(image, SIZE, Filter.BICUBIC);
        Map<String, List<Detection>> found = new LinkedHashMap<>();
        for (Sighting sighting : Sighting.all(small)) {
            found.computeIfAbsent(sighting.shape().word(), _ -> new ArrayList<>())
                    .add(detection(sighting, image.size()));
        }
        return found;
    }

    private static Detection detection(Sighting sighting, Size size) {
        BitSet pixels = new BitSet();
        int left = size.width();
        int top = size.height();
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                double dx = (x + 0.5) * Scene.SIDE / size.width() - sighting.x();
                double dy = (y + 0.5) * Scene.SIDE / size.height() - sighting.y();
                if (sighting.shape().contains(dx, dy, sighting.radius())) {
                    pixels.set(y * size.width() + x);
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x + 1);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        return new Detection(new Box(left, top, right, bottom), 1, Optional.of(new Silhouette(size, pixels)));
    }
}
