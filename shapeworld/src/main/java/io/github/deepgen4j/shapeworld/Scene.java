// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import java.util.List;
import java.util.Optional;

/** What an image of 64x64 pixels shows: objects that do not touch, or a line of letters, on a background. */
public record Scene(Colour background, List<SceneObject> objects, Optional<Lettering> lettering) {
    /** Side of every image in pixels. */
    public static final int SIDE = 64;

    public Scene {
        objects = List.copyOf(objects);
    }

    /** Objects on a background. */
    public Scene(Colour background, List<SceneObject> objects) {
        this(background, objects, Optional.empty());
    }

    /** Letters on a background. */
    public Scene(Colour background, Lettering lettering) {
        this(background, List.of(), Optional.of(lettering));
    }
}
