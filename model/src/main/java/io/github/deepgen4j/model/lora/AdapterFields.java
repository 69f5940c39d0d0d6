// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of PEFT's {@code LoraConfig} (version 0.21): what they say about plain LoRA is read, what makes it compute
 * something else is refused, and so is what this table does not know.
 */
final class AdapterFields {
    private static final Set<String> WITHOUT_INFLUENCE = Set.of(
            "auto_mapping",
            "base_model_name_or_path",
            "revision",
            "task_type",
            "peft_version",
            "inference_mode",
            "target_modules",
            "exclude_modules",
            "layers_to_transform",
            "layers_pattern",
            "qalora_group_size",
            "megatron_config",
            "megatron_core",
            "loftq_config",
            "eva_config",
            "corda_config",
            "lora_ga_config",
            "runtime_config",
            "ensure_weight_tying");

    private static final Set<String> READ = Set.of("peft_type", "r", "lora_alpha", "lora_dropout", "use_rslora");

    /** Values that leave the adapter plain, as JSON; an absent field is null. */
    private static final Map<String, List<String>> PLAIN = Map.ofEntries(
            Map.entry("peft_type", List.of("\"LORA\"", "null")),
            Map.entry("bias", List.of("\"none\"", "null")),
            Map.entry("fan_in_fan_out", List.of("false", "null")),
            Map.entry("lora_bias", List.of("false", "null")),
            Map.entry("use_dora", List.of("false", "null")),
            Map.entry("use_qalora", List.of("false", "null")),
            Map.entry("use_bdlora", List.of("false", "null")),
            Map.entry("rank_pattern", List.of("{}", "null")),
            Map.entry("alpha_pattern", List.of("{}", "null")),
            Map.entry("modules_to_save", List.of("[]", "null")),
            Map.entry("trainable_token_indices", List.of("[]", "{}", "null")),
            Map.entry("target_parameters", List.of("[]", "null")),
            Map.entry("layer_replication", List.of("[]", "null")),
            Map.entry("alora_invocation_tokens", List.of("[]", "null")),
            Map.entry("arrow_config", List.of("null")),
            Map.entry("velora_config", List.of("null")),
            Map.entry("monteclora_config", List.of("null")),
            Map.entry("kasa_config", List.of("null")),
            // the others start from a changed base model (PiSSA, OLoRA, LoftQ, ...)
            Map.entry(
                    "init_lora_weights",
                    List.of("true", "false", "\"gaussian\"", "\"eva\"", "\"orthogonal\"", "null")));

    private AdapterFields() {}

    /**
     * Reads the fields of plain LoRA. The scale alpha / sqrt(rank) of rank-stabilised adapters is expressed by alpha.
     *
     * @throws ConfigException for variants that compute something else, and for fields that nobody here knows
     */
    static LoraConfig read(ConfigFile config) {
        for (String field : config.fields()) {
            List<String> plain = PLAIN.get(field);
            if (plain != null && !plain.contains(config.json(field))) {
                throw config.error("field '%s' expected %s, found %s; only plain LoRA is supported"
                        .formatted(field, String.join(" or ", plain), config.json(field)));
            }
            if (plain == null && !READ.contains(field) && !WITHOUT_INFLUENCE.contains(field)) {
                throw config.error("field '" + field + "' is not known, so what it changes cannot be computed;"
                        + " remove it if it changes nothing");
            }
        }
        int rank = config.integer("r", 1, 1 << 16);
        double alpha = config.number("lora_alpha", 0, 1e9);
        double stabilised = config.flag("use_rslora", false) ? Math.sqrt(rank) : 1;
        return config.make(() -> new LoraConfig(rank, alpha * stabilised, config.number("lora_dropout", 0, 1, 0)));
    }
}
