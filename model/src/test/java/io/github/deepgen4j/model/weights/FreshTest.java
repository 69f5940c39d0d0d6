// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshTest {
    private static final Initialiser INIT = new DeepGenInitialiser(6);

    private Scope scope;
    private long handles;

    @BeforeEach
    void open() {
        handles = Scope.liveHandles();
        scope = Scope.open();
    }

    @AfterEach
    void nothingLeft() {
        scope.close();
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    @Test
    void sameSeedGivesTheSameValues() {
        try (var one = new Fresh(5, INIT);
                var same = new Fresh(5, INIT);
                var other = new Fresh(6, INIT)) {
            float[] values = one.get("meta_queries", 4, 8).toFloats();
            assertThat(same.get("meta_queries", 4, 8).toFloats()).isEqualTo(values);
            assertThat(other.get("meta_queries", 4, 8).toFloats()).isNotEqualTo(values);
        }
    }

    @Test
    void keepsWhatWasAskedForInOrder() {
        try (var fresh = new Fresh(1, INIT)) {
            Tensor weight = fresh.at("projector_1").get("weight", 3, 4);
            fresh.at("projector_1").get("bias", 3);
            fresh.get("meta_queries", 1, 4);
            assertThat(fresh.tensors().keySet())
                    .containsExactly("projector_1.weight", "projector_1.bias", "meta_queries");
            assertThat(fresh.get("projector_1.weight", 3, 4)).isSameAs(weight);
            assertThat(weight.dtype()).isEqualTo(DType.F32);
            assertThatThrownBy(() -> fresh.get("projector_1.weight", 4, 3))
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining("expected shape (4, 3), was created as (3, 4)");
        }
    }

    @Test
    void connectorStartsAsPublished() {
        try (var fresh = new Fresh(3, INIT)) {
            float bound = (float) (1 / Math.sqrt(400));
            assertUniform(fresh.get("projector_1.weight", 100, 400), bound);
            assertUniform(fresh.get("projector_1.bias", 4000), bound); // its weight, asked for before, has 400 inputs
            assertThat(fresh.get("projector_2.weight", 5, 5).toFloats()).containsOnly(0);
            assertThat(fresh.get("projector_3.bias", 5).toFloats()).containsOnly(0);
            assertThat(deviation(fresh.get("meta_queries", 128, 256))).isCloseTo(1 / 16.0, within(2e-3));
            assertUniform(
                    fresh.get("connector.layers.0.self_attn.q_proj.weight", 100, 200), (float) Math.sqrt(6.0 / 300));
            assertThat(fresh.get("connector.layers.0.self_attn.q_proj.bias", 100)
                            .toFloats())
                    .containsOnly(0);
            assertThat(deviation(fresh.get("connector.layers.0.mlp.fc1.bias", 10000)))
                    .isCloseTo(1e-6, within(5e-8));
            assertThat(fresh.get("connector.layers.0.layer_norm1.weight", 10).toFloats())
                    .containsOnly(1);
            assertThat(fresh.get("connector.layers.0.layer_norm1.bias", 10).toFloats())
                    .containsOnly(0);
        }
    }

    @Test
    void transformerStartsAsIdentityBlocks() {
        try (var fresh = new Fresh(3, INIT)) {
            assertThat(fresh.get("transformer_blocks.3.norm1.linear.weight", 12, 2)
                            .toFloats())
                    .containsOnly(0);
            assertThat(fresh.get("transformer_blocks.3.norm1_context.linear.bias", 12)
                            .toFloats())
                    .containsOnly(0);
            assertThat(fresh.get("norm_out.linear.weight", 4, 2).toFloats()).containsOnly(0);
            assertThat(fresh.get("proj_out.weight", 4, 2).toFloats()).containsOnly(0);
            assertThat(fresh.get("transformer_blocks.3.attn.norm_q.weight", 4).toFloats())
                    .containsOnly(1);
            assertUniform(fresh.get("pos_embed.proj.weight", 100, 16, 2, 2), (float) Math.sqrt(6.0 / 164));
            assertThat(fresh.get("encoder.mid_block.attentions.0.group_norm.bias", 4)
                            .toFloats())
                    .containsOnly(0);
            assertThat(fresh.get("decoder.conv_norm_out.weight", 4).toFloats()).containsOnly(1);
            assertThat(deviation(fresh.get("model.layers.0.mlp.up_proj.weight", 200, 400)))
                    .isCloseTo(0.05, within(1e-3));
        }
    }

    /** The vectors of spec/model.md section 13. */
    @Test
    void positionTableIsTheReferences() {
        InitialValues table = INIT.rule("pos_embed.pos_embed", new long[] {1, 147456, 1536}, 0);
        float[] rows = table.rows(176 * 384 + 176, 2, 1536, null).toFloats();
        assertThat(new float[] {rows[0], rows[1], rows[384], rows[768], rows[1152], rows[1536], rows[1536 + 384]})
                .containsExactly(
                        new float[] {-0.871866f, -0.355831f, -0.489744f, -0.871866f, -0.489744f, -0.941031f, -0.338319f
                        },
                        within(1e-6f));
    }

    private static double deviation(Tensor tensor) {
        double sum = 0;
        float[] values = tensor.toFloats();
        for (float value : values) {
            sum += value * (double) value;
        }
        return Math.sqrt(sum / values.length);
    }

    private static void assertUniform(Tensor tensor, float bound) {
        assertThat(deviation(tensor)).isCloseTo(bound / Math.sqrt(3), within(0.02 * bound));
        for (float value : tensor.toFloats()) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(bound);
        }
    }
}
