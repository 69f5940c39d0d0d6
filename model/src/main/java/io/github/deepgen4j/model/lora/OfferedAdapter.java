// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.util.EnumMap;
import java.util.Map;

/**
 * Adapters that fit an open model, and are read when a request chooses them.
 *
 * @param sha256 of their file when the model was opened, see {@link AdapterFile#sha256()}
 * @param elements of their factors by component
 */
public record OfferedAdapter(NamedAdapter named, String sha256, Map<Component, Long> elements) {
    /**
     * Compares adapters with a model, without keeping any of them in memory.
     *
     * @param matrices as of {@link AdapterFile#requireFit}
     * @throws WeightException if they are not of this model, or cannot be read
     * @throws io.github.deepgen4j.model.files.ConfigException for variants of LoRA that compute something else
     */
    public static OfferedAdapter of(NamedAdapter named, Map<Component, Map<String, long[]>> matrices) {
        try (AdapterFile file = named.adapter().open()) {
            file.requireFit(matrices);
            Map<Component, Long> elements = new EnumMap<>(Component.class);
            file.adapters()
                    .forEach((place, adapter) -> elements.merge(
                            place.component(),
                            adapter.a().spec().elements() + adapter.b().spec().elements(),
                            Long::sum));
            return new OfferedAdapter(named, file.sha256(), elements);
        }
    }

    public String name() {
        return named.name();
    }

    /** The strength of a request that says none. */
    public double strength() {
        return named.adapter().factor();
    }

    /** Bytes of a component's factors in memory while they are beside the weights. */
    public long bytes(Component component) {
        return elements.getOrDefault(component, 0L) * DType.F32.bytes();
    }

    /**
     * Reads them.
     *
     * @throws WeightException if the file is not any more what it was when the model was opened
     */
    public LoadedAdapter load(double strength, Map<Component, Map<String, long[]>> matrices) {
        LoadedAdapter loaded;
        try {
            loaded = LoadedAdapter.open(Adapter.of(named.adapter().path(), strength), matrices);
        } catch (RuntimeException e) {
            throw new WeightException("adapter " + name() + " cannot be read any more; open the model again", e);
        }
        if (!loaded.sha256().equals(sha256)) {
            loaded.close();
            throw new WeightException(
                    "adapter " + name() + " has changed since the model was opened; open the model again");
        }
        return loaded;
    }
}
