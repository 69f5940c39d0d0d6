// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.List;

/**
 * The pictures of one prompt, which are compared with each other.
 *
 * @param images in the order in which they were drawn
 */
public record ImageGroup(Prompt prompt, List<Image> images) {
    public ImageGroup {
        images = List.copyOf(images);
    }
}
