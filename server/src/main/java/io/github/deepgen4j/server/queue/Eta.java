// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/**
 * When a job will begin and end, in seconds from now.
 *
 * @param position 1 for the next one, 0 for one that runs
 * @param length of the queue
 * @param measured false if the model's pace is a guess
 */
public record Eta(int position, int length, double start, double finish, boolean measured) {
    /** The name of its base: {@code measured} or {@code forecast}. */
    public String basis() {
        return measured ? "measured" : "forecast";
    }
}
