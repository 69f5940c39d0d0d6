// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.weights.Component;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The metadata of a single safetensors file of adapters: rank, alpha, and their strength. */
public final class LoraMetadata {
    private static final String DIFFUSERS = "lora_adapter_metadata";
    private static final List<String> RANKS = List.of("ss_network_dim", "r", "rank", "lora_rank");
    private static final List<String> ALPHAS = List.of("ss_network_alpha", "lora_alpha", "alpha", "network_alpha");

    private static final String TRANSFORMER = Component.TRANSFORMER.folder();

    private LoraMetadata() {}

    /** The metadata of diffusers' file of the transformer's adapters on these modules. */
    static Map<String, String> of(LoraConfig config, Collection<String> modules) {
        Map<String, Object> fields = new LinkedHashMap<>();
        LoraFolder.peftFields(config, modules).forEach((name, value) -> fields.put(TRANSFORMER + "." + name, value));
        return Map.of("format", "pt", DIFFUSERS, Json.write(fields));
    }

    /**
     * Rank, alpha and dropout of the transformer's adapters in a file of diffusers; empty if it does not tell them.
     *
     * @param name of the file, for messages
     * @throws ConfigException for variants of LoRA that compute something else
     */
    static Optional<LoraConfig> transformer(Map<String, String> metadata, String name) {
        return Optional.ofNullable(metadata.get(DIFFUSERS))
                .map(json ->
                        ConfigFile.of(json, name + " " + DIFFUSERS).byPrefix().get(TRANSFORMER))
                .map(AdapterFields::read);
    }

    /**
     * Reads {@code lora_adapter_metadata}, the JSON of PEFT's configuration that diffusers writes, each field behind
     * the name of its component, or else rank and alpha as fields of their own, as other trainers write them.
     *
     * @param metadata the {@code __metadata__} of the file
     * @param name of the file, for messages
     * @return empty if nothing in it tells a strength
     * @throws ConfigException for variants of LoRA that compute something else, and for two different strengths
     */
    public static OptionalDouble scale(Map<String, String> metadata, String name) {
        if (metadata.containsKey(DIFFUSERS)) {
            return OptionalDouble.of(diffusers(ConfigFile.of(metadata.get(DIFFUSERS), name + " " + DIFFUSERS)));
        }
        OptionalDouble rank = number(metadata, RANKS, name);
        OptionalDouble alpha = number(metadata, ALPHAS, name);
        if (rank.isEmpty() || alpha.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(alpha.getAsDouble() / rank.getAsDouble());
    }

    private static OptionalDouble number(Map<String, String> metadata, List<String> keys, String name) {
        for (String key : keys) {
            String value = metadata.getOrDefault(key, "None");
            if (value.equals("None") || value.isBlank()) {
                continue;
            }
            try {
                double number = Double.parseDouble(value);
                if (number > 0 && number < 1e9) {
                    return OptionalDouble.of(number);
                }
            } catch (NumberFormatException e) {
                // falls through: the same complaint as about a number out of range
            }
            throw new ConfigException(
                    "%s: metadata %s expected a positive number, found %s".formatted(name, key, value));
        }
        return OptionalDouble.empty();
    }

    /** All components must agree: adapters of several strengths in one file are not known from anywhere. */
    private static double diffusers(ConfigFile metadata) {
        double[] scales = metadata.byPrefix().values().stream()
                .mapToDouble(component -> AdapterFields.read(component).scale())
                .distinct()
                .toArray();
        if (scales.length != 1) {
            throw metadata.error("expected one strength alpha / rank, found " + scales.length);
        }
        return scales[0];
    }
}
