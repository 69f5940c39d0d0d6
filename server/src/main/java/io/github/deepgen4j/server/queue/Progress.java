// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/**
 * The progress of a job.
 *
 * @param image number of the image that is being drawn, from 0
 * @param step steps of it that have ended
 */
public record Progress(String stage, int image, int images, int step, int steps) {
    /** 0 to 1. */
    public double fraction() {
        return images == 0 ? 0 : Math.min(1, (image + (steps == 0 ? 0 : (double) step / steps)) / images);
    }

    Progress at(String newStage, int newImage, int newStep) {
        return new Progress(newStage, newImage, images, newStep, steps);
    }
}
