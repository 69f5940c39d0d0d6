// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Int8RulesTest {
    @Test
    void aLineIsAPatternAndAReason() {
        Int8Rules rules = Int8Rules.parse("""
            # a comment

            transformer/proj_out\\.weight  # 2.9 %
            vae/.*
            """);
        assertThat(rules.dense()).hasSize(2);
        assertThat(rules.takes(Component.TRANSFORMER, "proj_out.weight")).isFalse();
        assertThat(rules.takes(Component.TRANSFORMER, "proj_outXweight")).isTrue();
        assertThat(rules.takes(Component.CONNECTOR, "proj_out.weight")).isTrue();
        assertThat(rules.takes(Component.VAE, "anything")).isFalse();
    }

    @Test
    void theListLeavesMostLayersToInt8() {
        Int8Rules rules = Int8Rules.DEFAULT;
        assertThat(rules.takes(Component.VLM, "model.embed_tokens.weight")).isFalse();
        assertThat(rules.takes(Component.VAE, "mid_block.attentions.0.to_q.weight"))
                .isFalse();
        assertThat(rules.takes(Component.TRANSFORMER, "transformer_blocks.7.ff.net.0.proj.weight"))
                .isTrue();
        assertThat(rules.takes(Component.VLM, "model.layers.9.mlp.up_proj.weight"))
                .isTrue();
    }
}
