// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * A folder of adapters: those of the language model as PEFT stores them, {@code adapter_config.json} and
 * {@code adapter_model.safetensors}, those of the transformer as diffusers does, {@code
 * pytorch_lora_weights.safetensors}, which says rank and alpha itself.
 */
public final class LoraFolder {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final String DIFFUSERS = "pytorch_lora_weights.safetensors";

    private LoraFolder() {}

    /** The file of the adapters in such a folder. */
    public static Path tensors(Path folder) {
        return folder.resolve(TENSORS);
    }

    /** True if there is such a folder, whole or not. */
    public static boolean exists(Path folder) {
        return Files.isDirectory(folder);
    }

    /** True for a folder that has adapters as PEFT or diffusers writes them. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(configFile(folder)) || Files.isRegularFile(diffusers(folder));
    }

    /**
     * Reads {@code adapter_config.json}.
     *
     * @throws ConfigException for variants of LoRA that compute something else
     */
    public static LoraConfig config(Path folder) {
        return AdapterFields.read(ConfigFile.read(folder.resolve(CONFIG)));
    }

    /** True for PEFT's file of weights beside its configuration. */
    static boolean isPeft(Path file) {
        return file.getFileName().toString().equals(TENSORS)
                && Files.isRegularFile(configFile(file.toAbsolutePath().getParent()));
    }

    /** PEFT's configuration in such a folder. */
    static Path configFile(Path folder) {
        return folder.resolve(CONFIG);
    }

    /** The file of the transformer's adapters in such a folder. */
    static Path diffusers(Path folder) {
        return folder.resolve(DIFFUSERS);
    }

    /**
     * Reads a folder.
     *
     * @param matrices by component shapes (out, in) of the weights that adapters may stand beside
     * @throws WeightException naming the tensors that are no factors of an adapter, lack the other one or do not fit
     */
    public static Lora read(Path folder, Map<Component, Map<String, long[]>> matrices) {
        try (AdapterFile file = AdapterFile.open(folder, OptionalDouble.empty())) {
            file.requireFit(matrices);
            return Lora.of(file, 1);
        }
    }

    /**
     * Writes a folder: the language model's adapters for PEFT, the transformer's for diffusers.
     *
     * @param values by native name, take the place of the adapters' own (an average); may be empty
     */
    public static void write(Path folder, Lora lora, Map<String, Tensor> values, DType type) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created", e);
        }
        for (Component component : lora.components()) {
            boolean peft = component != Component.TRANSFORMER;
            LoraConfig config = lora.config(component);
            TreeSet<String> modules = new TreeSet<>();
            try (var _ = Scope.open()) {
                Map<String, Tensor> stored = new LinkedHashMap<>();
                lora.tensors(component).forEach((name, tensor) -> {
                    AdapterName factor = AdapterName.parse(name).orElseThrow();
                    modules.add(peft ? factor.peftModule() : factor.diffusersModule());
                    stored.put(
                            peft ? factor.peftName() : factor.diffusersName(),
                            values.getOrDefault(name, tensor).detach().to(type));
                });
                SafetensorsWriter.write(
                        folder.resolve(peft ? TENSORS : DIFFUSERS),
                        stored,
                        peft ? Map.of("format", "pt") : LoraMetadata.of(config, modules));
            }
            if (peft) {
                AtomicFile.write(folder.resolve(CONFIG), Json.writePretty(peftFields(config, modules)));
            }
        }
    }

    /** PEFT's configuration of adapters on these modules. */
    static Map<String, Object> peftFields(LoraConfig config, Collection<String> modules) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("peft_type", "LORA");
        fields.put("r", config.rank());
        fields.put("lora_alpha", whole(config.alpha()));
        fields.put("lora_dropout", config.dropout());
        fields.put("target_modules", modules);
        fields.put("rank_pattern", Map.of()); // diffusers asks for both
        fields.put("alpha_pattern", Map.of());
        fields.put("bias", "none");
        fields.put("fan_in_fan_out", false);
        fields.put("init_lora_weights", "gaussian");
        fields.put("inference_mode", true);
        return fields;
    }

    private static Number whole(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }
}
