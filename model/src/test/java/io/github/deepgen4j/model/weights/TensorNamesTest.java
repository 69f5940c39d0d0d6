// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "_orig_mod.",
                "_fsdp_wrapped_module.",
                "state_dict.",
                "model.",
                "model_state_dict.module.",
                "module._orig_mod.model.",
                "_orig_mod.module.model._fsdp_wrapped_module.",
                "state_dict.model.module._orig_mod.",
                "model.model._orig_mod.",
                "_forward_module._checkpoint_wrapped_module.model."
            })
    void wrappersOfTheWholeModelAreTakenOff(String wrappers) {
        assertThat(TensorNames.fromNative(wrappers + "transformer.transformer_blocks.0.attn.to_q.weight"))
                .hasValue(new Place(Component.TRANSFORMER, "transformer_blocks.0.attn.to_q.weight"));
        assertThat(TensorNames.fromNative(wrappers + "lmm.model.language_model.layers.3.mlp.up_proj.weight"))
                .hasValue(new Place(Component.VLM, "model.layers.3.mlp.up_proj.weight"));
        assertThat(TensorNames.fromNative(wrappers + "lmm.model.visual.merger.mlp.0.bias"))
                .hasValue(new Place(Component.VLM, "visual.merger.mlp.0.bias"));
        assertThat(TensorNames.fromNative(wrappers + "connector.layers.0.mlp.fc1.weight"))
                .hasValue(new Place(Component.CONNECTOR, "connector.layers.0.mlp.fc1.weight"));
        assertThat(TensorNames.fromNative(wrappers + "meta_queries"))
                .hasValue(new Place(Component.CONNECTOR, "meta_queries"));
        assertThat(TensorNames.fromNative(wrappers + "vae.decoder.conv_in.bias"))
                .hasValue(new Place(Component.VAE, "decoder.conv_in.bias"));
    }

    @ParameterizedTest
    @CsvSource({
        "model.transformer_blocks.0.ff.net.0.proj.bias, transformer_blocks.0.ff.net.0.proj.bias",
        "module.pos_embed.proj.weight, pos_embed.proj.weight",
        "transformer_blocks.0._fsdp_wrapped_module.attn.to_k.bias, transformer_blocks.0.attn.to_k.bias",
        "transformer_blocks.0._checkpoint_wrapped_module._orig_mod.norm1.linear.bias,"
                + " transformer_blocks.0.norm1.linear.bias",
        "model.layers.0._orig_mod.self_attn.q_proj.weight, model.layers.0.self_attn.q_proj.weight",
        "model.model.layers.0.self_attn.q_proj.weight, model.layers.0.self_attn.q_proj.weight",
        "_orig_mod.model.language_model.norm.weight, model.norm.weight",
        "model.module.decoder.conv_in.bias, decoder.conv_in.bias",
        "state_dict.module.encoder.conv_in.bias, encoder.conv_in.bias",
        "model.layers.0.mlp.down_proj.weight, model.layers.0.mlp.down_proj.weight",
        "model.norm.weight, model.norm.weight",
        "connector.layers.0.mlp.fc1.weight, connector.layers.0.mlp.fc1.weight"
    })
    void wrappersOfAComponentAreTakenOff(String stored, String canonical) {
        assertThat(TensorNames.canonical(stored)).isEqualTo(canonical);
        assertThat(TensorNames.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void anUnknownPrefixOfAllNamesIsFound() {
        Set<String> known = Set.of("a.b", "c");
        assertThat(TensorNames.strangePrefix(List.of("net.x.a.b", "net.x.c"), known::contains))
                .hasValue("net.x.");
        assertThat(TensorNames.strangePrefix(List.of("net.a.b", "c"), known::contains))
                .isEmpty();
        assertThat(TensorNames.strangePrefix(List.of("net.d", "net.c"), known::contains))
                .isEmpty();
    }
}
