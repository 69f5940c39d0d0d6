// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Component;
import java.util.Map;

/**
 * Adapters of a file as they stand beside a model's weights.
 *
 * @param adapter what was asked for
 * @param sha256 see {@link AdapterFile#sha256()}
 * @param lora the factors; none at strength 0
 */
public record LoadedAdapter(Adapter adapter, String sha256, Lora lora) implements AutoCloseable {
    /**
     * Reads adapters, which are copied.
     *
     * @param matrices as of {@link AdapterFile#requireFit}
     * @throws io.github.deepgen4j.model.weights.WeightException if they are not of this model, or cannot be read
     * @throws io.github.deepgen4j.model.files.ConfigException for variants of LoRA that compute something else
     */
    public static LoadedAdapter open(Adapter adapter, Map<Component, Map<String, long[]>> matrices) {
        try (AdapterFile file = adapter.open()) {
            file.requireFit(matrices);
            Lora lora = adapter.factor() == 0 ? Lora.NONE : Lora.of(file, adapter.factor());
            return new LoadedAdapter(adapter, file.sha256(), lora);
        }
    }

    @Override
    public void close() {
        lora.close();
    }
}
