// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

/** One object of a scene; x and y are its centre in pixels from the left and from the top. */
public record SceneObject(Shape shape, Colour colour, ObjectSize size, int x, int y) {}
