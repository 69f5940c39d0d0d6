// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;

/**
 * A request with all that the model chose, and what it costs.
 *
 * @param size of each image
 * @param negative what is avoided
 * @param guidance above 1 each step takes two passes
 * @param promptTokens of the prompt
 * @param referenceTokens for which the language model reads the references
 * @param imageTokens that the transformer denoises
 * @param sequence tokens of one transformer pass: image, references and text
 * @param rows of a pass: 2 with guidance
 * @param adapterShare work that adapters add to a pass, as a share of what it is without
 * @param memoryBytes of the process when it is largest
 */
public record Settled(
        Size size,
        String negative,
        double guidance,
        int promptTokens,
        int referenceTokens,
        long imageTokens,
        long sequence,
        int rows,
        double adapterShare,
        long memoryBytes) {

    /** Work of one image: transformer passes times tokens, and what adapters add. */
    public double cost(int steps) {
        return (1 + adapterShare) * steps * rows * sequence;
    }

    /** Settings with what the model chose. */
    public DrawSettings settle(DrawSettings settings) {
        return settings.settledAs(negative, size, guidance);
    }

    public JsonNode json() {
        return RecordJson.write(this);
    }

    public static Settled of(JsonNode json) {
        return RecordJson.read(Settled.class, json);
    }
}
