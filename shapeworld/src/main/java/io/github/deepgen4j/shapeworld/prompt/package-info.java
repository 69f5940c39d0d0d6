// SPDX-License-Identifier: Apache-2.0
/** Draws text-to-image tasks and words them; says in words what a scene shows. */
package io.github.deepgen4j.shapeworld.prompt;
