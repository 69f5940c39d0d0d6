// SPDX-License-Identifier: Apache-2.0
/** Scenes: the objects of an image, their places, and their rendering. */
package io.github.deepgen4j.shapeworld.scene;
