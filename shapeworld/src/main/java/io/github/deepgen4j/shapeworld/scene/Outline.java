// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scene;

/** A point set around the origin that grows with a radius. */
@FunctionalInterface
public interface Outline {
    /** True for points inside; x points right, y down. */
    boolean contains(double x, double y, double r);
}
