// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

/**
 * A rectangle in an image, in pixels from its left and top edges. It may reach beyond the image, and engines compute
 * it in single precision.
 */
public record Box(float left, float top, float right, float bottom) {
    public float width() {
        return right - left;
    }

    public float height() {
        return bottom - top;
    }
}
