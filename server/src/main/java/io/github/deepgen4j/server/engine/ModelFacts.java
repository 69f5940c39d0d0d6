// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;

/**
 * Facts of a model that are known before it is asked to draw.
 *
 * @param fingerprint of its weights
 * @param dtype of its arithmetic, {@code f32} or {@code bf16}
 * @param size of an image when nothing else is said
 * @param sideMultiple pixels that sides are multiples of
 * @param longestSide in pixels
 * @param steps of an image when nothing else is said
 * @param guidance when nothing else is said
 * @param layers of the transformer, for skip-layer guidance
 * @param transformerParameters for a first guess of its speed
 */
public record ModelFacts(
        String fingerprint,
        String dtype,
        Size size,
        int sideMultiple,
        int longestSide,
        int steps,
        double guidance,
        int layers,
        long transformerParameters) {

    public JsonNode json() {
        return RecordJson.write(this);
    }

    public static ModelFacts of(JsonNode json) {
        return RecordJson.read(ModelFacts.class, json);
    }
}
