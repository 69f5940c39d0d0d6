// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Adapters on disk as PEFT stores them: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class LoraFolder {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private LoraFolder() {}

    /** The file of the adapters in such a folder. */
    public static Path tensors(Path folder) {
        return folder.resolve(TENSORS);
    }

    public static boolean exists(Path folder) {
        return Files.isDirectory(folder);
    }

    /**
     * Reads a folder.
     *
     * @param weights canonical names and shapes of the language model's weights
     */
    public static Lora read(Path folder, Map<String, long[]> weights) {
        ConfigFile config = ConfigFile.read(folder.resolve(CONFIG));
        LoraConfig lora =
                new LoraConfig(config.integer("r"), config.number("lora_alpha", 1), config.number("lora_dropout", 0));
        for (String unsupported : List.of("use_dora", "use_rslora", "lora_bias")) {
            if (config.flag(unsupported, false)) {
                throw config.error(unsupported + " is not supported, expected false");
            }
        }
        try (var _ = Scope.open();
                var file = Safetensors.open(folder.resolve(TENSORS))) {
            Map<String, Tensor> stored = new LinkedHashMap<>();
            file.names().forEach(name -> stored.put(name, file.tensor(name)));
            return Lora.of(lora, stored, weights);
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
                String peft = LoraNames.parse(name).peftName();
                modules.add(module(peft));
                stored.put(peft, values.getOrDefault(name, tensor).detach().to(type));
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
        AtomicFile.write(folder.resolve(CONFIG), JSON.writeValueAsString(config));
    }

    private static Number whole(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }

    /** The full path of the adapted module, so that another library adapts exactly these. */
    private static String module(String peftName) {
        return peftName.substring("base_model.model.".length()).replaceFirst("\\.lora_.*", "");
    }
}
