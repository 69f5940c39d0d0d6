// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterNameTest {
    @ParameterizedTest
    @CsvSource({
        "model.layers.0.self_attn.q_proj.weight, A, false,"
                + " lmm.model.language_model.layers.0.self_attn.q_proj.lora_A.default.weight,"
                + " base_model.model.model.language_model.layers.0.self_attn.q_proj.lora_A.weight",
        "visual.blocks.1.attn.qkv.weight, B, false, lmm.model.visual.blocks.1.attn.qkv.lora_B.default.weight,"
                + " base_model.model.model.visual.blocks.1.attn.qkv.lora_B.weight",
        "model.embed_tokens.weight, B, true, lmm.model.language_model.embed_tokens.lora_embedding_B.default,"
                + " base_model.model.model.language_model.embed_tokens.lora_embedding_B",
        "lm_head.weight, A, false, lmm.lm_head.lora_A.default.weight, base_model.model.lm_head.lora_A.weight"
    })
    void allThreeNamesAreOneFactor(String weight, char factor, boolean embedding, String inNative, String inPeft) {
        AdapterName name = new AdapterName(new Place(Component.VLM, weight), factor, embedding);
        assertThat(name.nativeName()).isEqualTo(inNative);
        assertThat(name.peftName()).isEqualTo(inPeft);
        assertThat(AdapterName.parse(inNative)).contains(name);
        assertThat(AdapterName.parse(inPeft)).contains(name);
    }

    @Test
    void aWeightIsNoFactor() {
        assertThat(AdapterName.parse("lmm.model.visual.blocks.1.attn.qkv.weight"))
                .isEmpty();
        assertThat(AdapterName.parse("lmm.model.visual.blocks.1.attn.qkv.base_layer.weight"))
                .isEmpty();
    }
}
