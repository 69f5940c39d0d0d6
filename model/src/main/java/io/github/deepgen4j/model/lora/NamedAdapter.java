// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.WeightException;
import java.util.Map;

/**
 * Adapters that requests of an open model may choose by a name.
 *
 * @param name 1 to 64 letters, digits, spaces, dots, dashes or underscores, the first a letter or digit
 * @param adapter its strength is the one that a request gets which says none
 */
public record NamedAdapter(String name, Adapter adapter) {
    private static final String RULE = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}";

    public NamedAdapter {
        Given.require("adapter", adapter);
        if (!Given.require("name of an adapter", name).matches(RULE)) {
            throw new IllegalArgumentException("name of an adapter expected up to 64 letters, digits, spaces, dots,"
                    + " dashes and underscores, found '" + name + "'");
        }
    }

    /**
     * Compares them with a model, without keeping any of them in memory.
     *
     * @param matrices as of {@link AdapterFile#requireFit}
     * @throws WeightException if they are not of this model, or cannot be read
     * @throws io.github.deepgen4j.model.files.ConfigException for variants of LoRA that compute something else
     */
    public void requireFit(Map<Component, Map<String, long[]>> matrices) {
        try (AdapterFile file = adapter.open()) {
            file.requireFit(matrices);
        }
    }
}
