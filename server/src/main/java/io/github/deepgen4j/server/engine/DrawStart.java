// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import java.util.Optional;

/**
 * The place from which a request is drawn.
 *
 * @param image number of the first image, from 0; those before it are finished
 * @param checkpoint the state in which that image is, as {@link DrawWatch#checkpoint} was given it
 */
public record DrawStart(int image, Optional<byte[]> checkpoint) {
    /** The beginning of an image. */
    public static DrawStart of(int image) {
        return new DrawStart(image, Optional.empty());
    }
}
