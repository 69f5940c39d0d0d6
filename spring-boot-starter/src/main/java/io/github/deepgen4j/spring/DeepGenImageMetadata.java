// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import org.springframework.ai.image.ImageGenerationMetadata;

/**
 * Facts of a drawn image.
 *
 * @param recipe as JSON, from which the image can be drawn again; the file holds it, too
 * @param seed 0 to 2^64 - 1
 * @param mediaType of the file, such as {@code image/png}
 * @param seconds that it took
 */
public record DeepGenImageMetadata(String recipe, String seed, String mediaType, double seconds)
        implements ImageGenerationMetadata {}
