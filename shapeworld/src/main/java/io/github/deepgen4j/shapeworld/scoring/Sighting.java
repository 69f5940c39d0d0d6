// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.List;
import java.util.Optional;

/**
 * An object that the scorer recognises in an image: whole, sharp and without additions
 * (spec/shapeworld.md section 5, step 3).
 *
 * @param colour empty when it has several or the palette has no name for it
 * @param x centre in pixels from the left
 * @param y centre in pixels from the top
 * @param radius in pixels, as {@link Shape} takes it
 */
public record Sighting(Shape shape, Optional<Colour> colour, double x, double y, double radius) {
    /** A fit's place is the number of a pixel, whose middle is meant. */
    private static final double CENTRE = 0.5;

    /**
     * The objects of an image, up to seven. What is no shape, and letters, are left out.
     *
     * @throws IllegalArgumentException if the image is not 64x64
     */
    public static List<Sighting> all(Image image) {
        return Analyser.analyse(image).objects().stream()
                .filter(Found.Thing::recognised)
                .map(thing -> new Sighting(
                        thing.shape(),
                        Optional.ofNullable(thing.colour()),
                        thing.fit().x() + CENTRE,
                        thing.fit().y() + CENTRE,
                        thing.fit().radius()))
                .toList();
    }
}
