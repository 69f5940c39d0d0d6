// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A LoRA adapter as PEFT saves it: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
final class PeftFolder {
    static final String WEIGHTS = "adapter_model.safetensors";

    private static final String CONFIG = "adapter_config.json";

    private PeftFolder() {}

    static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG));
    }

    /** Factor of the product: alpha / rank. Variants of LoRA that compute something else are refused. */
    static double scale(Path folder) {
        ConfigFile config = ConfigFile.read(folder.resolve(CONFIG));
        String type = config.text("peft_type", "LORA");
        if (!type.equals("LORA")) {
            throw config.error("peft_type expected LORA, found " + type);
        }
        for (String variant : new String[] {"use_dora", "fan_in_fan_out", "lora_bias"}) {
            if (config.flag(variant, false)) {
                throw config.error(variant + " expected false");
            }
        }
        for (String exceptions : new String[] {"rank_pattern", "alpha_pattern"}) {
            if (!config.isEmpty(exceptions)) {
                throw config.error(exceptions + " expected to be empty");
            }
        }
        double rank = config.integer("r");
        double alpha = config.number("lora_alpha");
        return alpha / (config.flag("use_rslora", false) ? Math.sqrt(rank) : rank);
    }
}
