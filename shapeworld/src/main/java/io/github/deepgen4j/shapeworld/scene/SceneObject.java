// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

/** One object of a scene; x and y are its centre in pixels from the left and from the top. */
public record SceneObject(Shape shape, Colour colour, ObjectSize size, int x, int y) {
    public SceneObject withShape(Shape other) {
        return new SceneObject(other, colour, size, x, y);
    }

    public SceneObject withColour(Colour other) {
        return new SceneObject(shape, other, size, x, y);
    }

    public SceneObject at(int otherX, int otherY) {
        return new SceneObject(shape, colour, size, otherX, otherY);
    }
}
