// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

/**
 * A picture as the store has it.
 *
 * @param id {@code img_} and 26 characters that sort by time
 * @param number from 0, in its job
 * @param seed 0 to 2^64 - 1 in decimal
 * @param sha256 of the file
 * @param file its place below the folder of images
 * @param title of the gallery, empty for none
 * @param created milliseconds since 1970
 */
public record Picture(
        String id,
        String job,
        String key,
        String model,
        String prompt,
        int number,
        String seed,
        int width,
        int height,
        String sha256,
        long bytes,
        String file,
        double seconds,
        boolean favourite,
        String title,
        long created) {

    public Picture with(boolean newFavourite, String newTitle) {
        return new Picture(
                id,
                job,
                key,
                model,
                prompt,
                number,
                seed,
                width,
                height,
                sha256,
                bytes,
                file,
                seconds,
                newFavourite,
                newTitle,
                created);
    }
}
