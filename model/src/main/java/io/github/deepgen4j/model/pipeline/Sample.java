// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/**
 * One image's words and reference images, as the networks will see them.
 *
 * @param references already resized, in order; empty for text to image
 */
record Sample(String prompt, String negative, List<Image> references) {
    Sample {
        references = List.copyOf(references);
    }
}
