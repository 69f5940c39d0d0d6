// SPDX-License-Identifier: Apache-2.0
/** Draws edits and words their instructions. */
package io.github.deepgen4j.shapeworld.edit;
