// SPDX-License-Identifier: Apache-2.0
/** What an image shows, where its objects stand, and how it is rendered. */
package io.github.deepgen4j.shapeworld.scene;
