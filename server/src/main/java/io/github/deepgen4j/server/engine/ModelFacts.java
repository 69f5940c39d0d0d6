// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.weights.Fingerprint;
import java.util.List;
import java.util.Optional;

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
 * @param loras adapters that fit it
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
        long transformerParameters,
        List<LoraFacts> loras) {

    /** The adapters of a name, if this model has them. */
    public Optional<LoraFacts> lora(String name) {
        return loras.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Tells the weights with chosen adapters beside them from others, as recipes do. */
    public String fingerprint(List<ChosenAdapter> chosen) {
        return Fingerprint.beside(
                fingerprint,
                chosen.stream()
                        .flatMap(each -> lora(each.name())
                                .flatMap(lora -> Fingerprint.adapter(
                                        lora.sha256(), each.strength().orElse(lora.scale())))
                                .stream())
                        .toList());
    }

    public JsonNode json() {
        return RecordJson.write(this);
    }

    public static ModelFacts of(JsonNode json) {
        return RecordJson.read(ModelFacts.class, json);
    }
}
