// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which prompts a model may learn from: one prompt in eight is held out, chosen by its text alone. The five prompts of
 * {@link Category#SINGLE} belong to both sides, since they are all there are; for them only the noise is new.
 */
public enum Split {
    TRAIN,
    HELD_OUT;

    boolean holds(Task task) {
        if (task.category() == Category.SINGLE) {
            return true;
        }
        CRC32 hash = new CRC32();
        hash.update(task.prompt().getBytes(StandardCharsets.UTF_8));
        return (hash.getValue() % 8 == 0) == (this == HELD_OUT);
    }
}
