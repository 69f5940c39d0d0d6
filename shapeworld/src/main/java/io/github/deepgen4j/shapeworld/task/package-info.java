// SPDX-License-Identifier: Apache-2.0
/** Kinds of tasks, and one task: a prompt or an edit with the scene that it asks for. */
package io.github.deepgen4j.shapeworld.task;
