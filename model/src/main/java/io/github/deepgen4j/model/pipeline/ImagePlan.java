// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.MemoryForecast;
import java.util.List;

/**
 * The work of a request before it is drawn: everything that the model chooses where the user did not, and how much
 * work and memory an image takes.
 *
 * @param size of the image
 * @param references sizes of the references after their resize
 * @param negative what is avoided
 * @param guidance up to 1 it is off
 * @param promptTokens of the prompt in its template, references not counted
 * @param referenceTokens for which the language model reads the references
 * @param imageTokens that the transformer denoises
 * @param adapterShare work of the transformer that the chosen adapters add, as a share of what it does without
 * @param memory of the way of working that would be chosen now
 */
public record ImagePlan(
        Size size,
        List<Size> references,
        String negative,
        double guidance,
        int promptTokens,
        int referenceTokens,
        long imageTokens,
        double adapterShare,
        MemoryForecast memory) {
    public ImagePlan {
        references = List.copyOf(references);
    }
}
