// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.List;

/** What a picture of 64x64 pixels shows: objects that do not touch, on a background. */
public record Scene(Colour background, List<SceneObject> objects) {
    /** Side of every picture in pixels. */
    public static final int SIDE = 64;

    public Scene {
        objects = List.copyOf(objects);
    }
}
