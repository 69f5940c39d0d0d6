// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

/** An objective of flow matching that also hands out its samples, for a student to learn from a teacher instead. */
public interface LessonSource extends Supervised {
    /**
     * The samples and the noise of a micro-batch, in the innermost scope, without a graph; the same as those of
     * {@link #loss} of that number.
     */
    Lesson lesson(long microBatch);
}
