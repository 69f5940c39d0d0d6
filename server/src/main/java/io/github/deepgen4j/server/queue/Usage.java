// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/**
 * The pictures of a key: those drawn on a day (UTC) and, unless the store says otherwise, those that it has waiting.
 *
 * @param pixelSteps pixels times steps of all of them
 */
public record Usage(long pictures, double pixelSteps) {
    Usage plus(long morePictures, double morePixelSteps) {
        return new Usage(pictures + morePictures, pixelSteps + morePixelSteps);
    }
}
