// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The content of an image of 64x64 pixels: objects that do not touch, or a line of letters, on a background. */
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

    /** The objects and one more, drawn last. */
    public Scene with(SceneObject added) {
        List<SceneObject> more = new ArrayList<>(objects);
        more.add(added);
        return new Scene(background, more, lettering);
    }

    /** Another object in the place of one of the objects. */
    public Scene with(SceneObject wanted, SceneObject insteadOf) {
        List<SceneObject> changed = new ArrayList<>(objects);
        changed.set(changed.indexOf(insteadOf), wanted);
        return new Scene(background, changed, lettering);
    }

    public Scene without(SceneObject object) {
        return new Scene(background, Choices.without(objects, object), lettering);
    }
}
