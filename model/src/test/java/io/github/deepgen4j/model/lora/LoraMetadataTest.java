// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraMetadataTest {
    private static final String FILE = "x.safetensors";

    @Test
    void diffusersTellsItInJsonWithItsComponentsName() {
        assertThat(LoraMetadata.scale(
                        Map.of(
                                "format",
                                "pt",
                                "lora_adapter_metadata",
                                "{\"transformer.r\": 4, \"transformer.lora_alpha\": 4,"
                                        + " \"transformer.target_modules\": [\"to_q\"]}"),
                        FILE))
                .hasValue(1);
        assertThat(LoraMetadata.scale(Map.of("lora_adapter_metadata", "{\"r\": 8, \"lora_alpha\": 4}"), FILE))
                .hasValue(0.5);
        assertThat(LoraMetadata.scale(
                        Map.of("lora_adapter_metadata", "{\"r\": 4, \"lora_alpha\": 8, \"use_rslora\": true}"), FILE))
                .hasValue(4);
    }

    @Test
    void othersTellItInFieldsOfTheirOwn() {
        assertThat(LoraMetadata.scale(Map.of("ss_network_dim", "16", "ss_network_alpha", "8.0"), FILE))
                .hasValue(0.5);
        assertThat(LoraMetadata.scale(Map.of("rank", "16", "alpha", "32"), FILE))
                .hasValue(2);
        assertThat(LoraMetadata.scale(Map.of("format", "pt"), FILE)).isEmpty();
        assertThat(LoraMetadata.scale(Map.of("rank", "16"), FILE)).isEmpty();
        assertThatThrownBy(() -> LoraMetadata.scale(Map.of("rank", "0", "alpha", "x"), FILE))
                .hasMessageContaining(FILE)
                .hasMessageContaining("rank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"transformer.r\": 4}",
                "{",
                "[]",
                "{\"transformer.r\": 4, \"transformer.lora_alpha\": 4, \"transformer.use_dora\": true}",
                "{\"transformer.r\": 4, \"transformer.lora_alpha\": 4, \"transformer.alpha_pattern\": {\"to_q\": 8}}",
                "{\"transformer.r\": 4, \"transformer.lora_alpha\": 4, \"vlm.r\": 4, \"vlm.lora_alpha\": 8}",
            })
    void otherMetadataIsRefusedByName(String json) {
        assertThatThrownBy(() -> LoraMetadata.scale(Map.of("lora_adapter_metadata", json), FILE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use_qalora\": true",
                "\"use_dora\": true",
                "\"alora_invocation_tokens\": [1, 2]",
                "\"layer_replication\": [[0, 1], [0, 2]]",
                "\"alpha_pattern\": {\"q_proj\": 16}",
                "\"rank_pattern\": {\"q_proj\": 2}",
                "\"bias\": \"all\"",
                "\"modules_to_save\": [\"lm_head\"]",
                "\"init_lora_weights\": \"pissa\"",
                "\"peft_type\": \"LOKR\"",
                "\"some_new_variant\": true",
                "\"lora_alpha\": null",
                "\"r\": 0",
            })
    void variantsThatComputeSomethingElseAreRefused(String field) {
        String name = field.substring(1, field.indexOf('"', 1));
        String rest = "\"peft_type\": \"LORA\", \"r\": 4, \"lora_alpha\": 8"
                .replaceFirst("\"" + name + "\": [^,]*", "\"task_type\": null");
        assertThatThrownBy(
                        () -> AdapterFields.read(ConfigFile.of("{" + rest + ", " + field + "}", "adapter_config.json")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("adapter_config.json")
                .hasMessageContaining(name);
    }
}
