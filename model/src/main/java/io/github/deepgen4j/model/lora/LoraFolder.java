// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.weights.MappedTensor;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Adapters on disk as PEFT stores them: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class LoraFolder {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";

    private LoraFolder() {}

    /** The file of the adapters in such a folder. */
    public static Path tensors(Path folder) {
        return folder.resolve(TENSORS);
    }

    /** True if there is such a folder, whole or not. */
    public static boolean exists(Path folder) {
        return Files.isDirectory(folder);
    }

    /** True for a folder that has the configuration of adapters. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG));
    }

    /**
     * Reads {@code adapter_config.json}.
     *
     * @throws ConfigException for variants of LoRA that compute something else
     */
    public static LoraConfig config(Path folder) {
        return AdapterFields.read(ConfigFile.read(folder.resolve(CONFIG)));
    }

    /**
     * Reads a folder.
     *
     * @param weights canonical names and shapes of the language model's weights
     * @throws WeightException naming the tensors that are no factors of an adapter, lack the other one or do not fit
     */
    public static Lora read(Path folder, Map<String, long[]> weights) {
        LoraConfig config = config(folder);
        List<String> problems = new ArrayList<>();
        StoredAdapters factors = new StoredAdapters();
        try (Safetensors file = Safetensors.open(tensors(folder))) {
            for (String name : file.names()) {
                StoredTensor tensor = MappedTensor.of(file, name);
                AdapterName.parse(name)
                        .ifPresentOrElse(
                                factor -> {
                                    if (factors.add(factor, tensor) != null) {
                                        problems.add(tensor.describe() + " is the second of its meaning");
                                    }
                                },
                                () -> problems.add(tensor.describe() + " belongs to no adapter"));
            }
            Map<Place, StoredAdapter> adapters = factors.pairs(config.scale(), problems);
            if (!problems.isEmpty()) {
                throw WeightException.of(tensors(folder).toString(), problems);
            }
            return Lora.of(config, adapters, weights);
        }
    }

    /**
     * Writes a folder.
     *
     * @param values by native name, take the place of the adapters' own (an average); may be empty
     */
    public static void write(Path folder, Lora lora, Map<String, Tensor> values, DType type) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created", e);
        }
        TreeSet<String> modules = new TreeSet<>();
        try (var _ = Scope.open()) {
            Map<String, Tensor> stored = new LinkedHashMap<>();
            lora.tensors().forEach((name, tensor) -> {
                AdapterName factor = AdapterName.parse(name).orElseThrow();
                modules.add(factor.peftModule());
                stored.put(
                        factor.peftName(),
                        values.getOrDefault(name, tensor).detach().to(type));
            });
            SafetensorsWriter.write(folder.resolve(TENSORS), stored);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "LORA");
        config.put("r", lora.config().rank());
        config.put("lora_alpha", whole(lora.config().alpha()));
        config.put("lora_dropout", lora.config().dropout());
        config.put("target_modules", modules);
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("init_lora_weights", "gaussian");
        config.put("inference_mode", true);
        AtomicFile.write(folder.resolve(CONFIG), Json.writePretty(config));
    }

    private static Number whole(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }
}
