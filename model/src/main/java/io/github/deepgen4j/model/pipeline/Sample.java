// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/**
 * One picture's words and reference pictures, as the networks will see them.
 *
 * @param references already resized, in order; empty for text to picture
 */
record Sample(String prompt, String negative, List<Image> references) {
    Sample {
        references = List.copyOf(references);
    }
}
