// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.List;
import java.util.Map;

/** Is told what happens to all jobs, whosever they are. Called by the queue, so it should return soon. */
public interface JobListener {
    /** A job is on the disk. */
    default void submitted(Job job) {}

    /** A step of a model has taken so many seconds. */
    default void step(Job job, double seconds) {}

    /** Nobody waits for a job any more, so it is cancelled. */
    default void abandoned(Job job) {}

    /**
     * A job has ended.
     *
     * @param seconds that each of its stages took
     */
    default void ended(Job job, List<Picture> pictures, Map<String, Double> seconds) {}
}
