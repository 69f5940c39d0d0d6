// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.shapeworld.task.Task;

/** The knowledge that the source of a prompt has of it beside the text. */
public sealed interface Origin {
    /** Nothing: a line of a text file, a row of a table. */
    record Line() implements Origin {}

    /** The whole row of a file of JSON lines, such as the objects that GenEval looks for. */
    record Row(JsonRow row) implements Origin {}

    /** A task of ShapeWorld. */
    record World(Task task) implements Origin {}
}
