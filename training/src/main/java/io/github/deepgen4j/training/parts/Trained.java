// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.parts;

import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.pipeline.ModelConfig;
import io.github.deepgen4j.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which parameters of a model learn, counted from its dimensions.
 *
 * @param learning parameters that learn, adapters included
 * @param writable parameters of components of which some learn, and adapters: float32 in memory
 * @param frozen parameters of all other components
 * @param connector whether some parameter of the connector learns
 * @param language whether gradients pass through the language model: adapters, its own weights or think tokens learn
 */
public record Trained(long learning, long writable, long frozen, boolean connector, boolean language) {
    /** What {@link ModelParts#open} will make of the same prefixes, for a folder that has weights. */
    public static Trained of(ModelConfig model, List<String> prefixes, LoraConfig lora) {
        PartsOptions options = new PartsOptions(0, null, null, DType.F32, prefixes, lora);
        long learning = 0;
        long writable = 0;
        long frozen = 0;
        boolean connector = false;
        boolean language = !lora.absent();
        for (var component : model.manifests().entrySet()) {
            for (var parameter : component.getValue().shapes().entrySet()) {
                String name = component.getKey() + "." + parameter.getKey();
                long elements = elements(parameter.getValue());
                if (options.trains(component.getKey())) {
                    writable += elements;
                } else {
                    frozen += elements;
                }
                if (ModelParts.learns(name, prefixes)) {
                    learning += elements;
                    connector |= name.startsWith("connector.");
                    language |= name.startsWith("vlm.model.") || name.equals("connector.meta_queries");
                }
            }
        }
        if (!lora.absent()) {
            Map<String, long[]> adapted =
                    ModelParts.learnable(model.manifests().get("vlm").shapes(), model.connector());
            long adapters = adapted.values().stream()
                    .mapToLong(shape -> lora.rank() * (shape[0] + shape[1]))
                    .sum();
            learning += adapters;
            writable += adapters;
        }
        return new Trained(learning, writable, frozen, connector, language);
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
