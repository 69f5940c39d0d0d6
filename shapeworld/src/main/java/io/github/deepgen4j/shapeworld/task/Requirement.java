// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.List;

/**
 * The demands of a prompt on an image; null where it asks nothing.
 *
 * @param background named background, or null for the default gray, which the strict score does not check
 * @param relation of the first object to the second, or null
 * @param lettering what is to be read, or null; then there are no objects
 */
public record Requirement(List<Wanted> objects, Colour background, Relation relation, Lettering lettering) {

    /** One object; colour and size are null when free. */
    public record Wanted(Shape shape, Colour colour, ObjectSize size) {}

    public Requirement {
        objects = List.copyOf(objects);
    }

    /** Objects only. */
    public Requirement(List<Wanted> objects, Colour background, Relation relation) {
        this(objects, background, relation, null);
    }

    /** Letters only, on any background. */
    public Requirement(Lettering lettering) {
        this(List.of(), null, null, lettering);
    }
}
