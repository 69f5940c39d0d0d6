// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.List;

/**
 * What a prompt asks of a picture; null where it asks nothing.
 *
 * @param background named background, or null for the default gray, which the strict score does not check
 * @param relation of the first object to the second, or null
 */
public record Requirement(List<Wanted> objects, Colour background, Relation relation) {

    /** One object; colour and size are null when free. */
    public record Wanted(Shape shape, Colour colour, ObjectSize size) {}

    public Requirement {
        objects = List.copyOf(objects);
    }
}
