// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.AdapterFile;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The contents of a checkpoint folder's weight files, read from the headers alone.
 *
 * @param fingerprint as in the recipe of an image, see {@link Fingerprint}
 */
public record Census(List<Count> components, String fingerprint) {
    /**
     * One component, or the adapters beside the language model.
     *
     * @param name of its folder
     * @param files number of its weight files
     * @param tensors number of all tensors
     * @param elements elements of all tensors by type; its keys are the types there are
     * @param bytes bytes of the elements, without headers
     */
    public record Count(String name, int files, int tensors, Map<DType, Long> elements, long bytes) {
        /** Elements of all types. */
        public long totalElements() {
            return elements.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Reads the headers of all components.
     *
     * @throws WeightException naming everything that cannot be read, of all components at once
     */
    public static Census read(Path folder) {
        ModelConfig.requireFolder(folder);
        List<Count> components = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Fingerprint fingerprint = new Fingerprint();
        for (Component component : Component.values()) {
            try (ComponentFiles files = ComponentFiles.open(folder.resolve(component.folder()))) {
                components.add(count(component.folder(), files.files()));
                fingerprint.add(files);
            } catch (WeightException e) {
                problems.add(e.getMessage());
            }
        }
        Path adapters = folder.resolve(ReleasedFolder.LORA);
        if (LoraFolder.exists(adapters)) {
            try (AdapterFile file = AdapterFile.open(adapters, OptionalDouble.empty())) {
                components.add(count(ReleasedFolder.LORA, file.files()));
                file.files().forEach(fingerprint::add);
            } catch (WeightException | ConfigException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw WeightException.of(folder.toString(), problems);
        }
        return new Census(components, fingerprint.text());
    }

    private static Count count(String name, List<Safetensors> files) {
        Map<DType, Long> elements = new EnumMap<>(DType.class);
        int tensors = 0;
        long bytes = 0;
        for (Safetensors file : files) {
            for (Safetensors.Entry entry : file.entries().values()) {
                TensorSpec spec = entry.spec();
                elements.merge(spec.type(), spec.elements(), Long::sum);
                bytes += spec.byteSize();
                tensors++;
            }
        }
        return new Count(name, files.size(), tensors, elements, bytes);
    }

    public int tensors() {
        return components.stream().mapToInt(Count::tensors).sum();
    }

    public long elements() {
        return components.stream().mapToLong(Count::totalElements).sum();
    }

    public long bytes() {
        return components.stream().mapToLong(Count::bytes).sum();
    }
}
