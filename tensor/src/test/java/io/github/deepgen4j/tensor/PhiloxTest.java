// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** PyTorch's CUDA normals: spec/model.md sections 8.3 and 13. */
class PhiloxTest {
    @Test
    void wordsAreThoseOfThePublishedAlgorithm() {
        // The known answers that come with the authors' library Random123.
        assertThat(Philox.words(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(Philox.words(-1, -1, -1, -1, -1, -1))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(Philox.words(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
        assertThat(Philox.words(42, 0, 0)).containsExactly(0x9ceaf053, 0x77f5493b, 0x12bf50ad, 0x5742b3d7);
    }

    @Test
    void normalsAreThoseOfTheSpecification() {
        try (var _ = Scope.open()) {
            assertThat(Philox.seeded(42).normal(8).toFloats())
                    .containsExactly(
                            new float[] {
                                0.194019f,
                                2.161374f,
                                -0.172051f,
                                0.849060f,
                                -1.924399f,
                                0.652986f,
                                -0.649441f,
                                -0.817525f
                            },
                            within(1e-6f));
            assertThat(Philox.seeded(0).normal(2, 2).toFloats())
                    .containsExactly(new float[] {-0.924662f, -0.425344f, -2.643846f, 0.145184f}, within(1e-6f));
        }
    }

    /** Small blocks make several passes out of few elements; the numbers come from a second implementation. */
    @Test
    void severalPassesAndDrawsFollowTheThreadLayout() {
        try (var _ = Scope.open()) {
            Philox philox = Philox.seeded((1L << 35) + 12345, 1);
            long[] sizes = {1, 700, 2500, 5};
            for (int i = 0; i < sizes.length; i++) {
                float[] expected = GoldenTensors.get("philox/one_block/" + i).toFloats();
                assertThat(philox.normal(sizes[i]).toFloats()).as("draw " + i).containsExactly(expected, within(2e-6f));
            }
        }
    }

    @Test
    void drawsOfOnePassDoNotDependOnTheGpu() {
        try (var _ = Scope.open()) {
            int n = 256 * 20;
            float[] large = Philox.seeded(9).normal(n).toFloats();
            assertThat(Philox.seeded(9, 20).normal(n).toFloats()).isEqualTo(large);
            assertThat(Philox.seeded(9, 19).normal(n).toFloats()).isNotEqualTo(large);
            Philox other = Philox.seeded(9);
            assertThat(Arrays.copyOf(large, 100)).isEqualTo(other.normal(100).toFloats());
            assertThat(other.normal(100).toFloats()).isNotEqualTo(Arrays.copyOf(large, 100));
        }
    }

    @Test
    void emptyDrawsAreAllowedAndWrongOnesRefused() {
        try (var _ = Scope.open()) {
            Philox philox = Philox.seeded(42);
            assertThat(philox.normal(0, 3).toFloats()).isEmpty();
            assertThatThrownBy(() -> philox.normal(1L << 20, 1L << 20))
                    .isInstanceOf(TensorException.class)
                    .hasMessage("normal: more than 2^31 - 1 values in shape [1048576, 1048576]");
            assertThatThrownBy(() -> philox.normal(-2)).isInstanceOf(TensorException.class);
            assertThat(philox.normal(1).toFloats()).containsExactly(new float[] {0.194019f}, within(1e-6f));
        }
        assertThatThrownBy(() -> Philox.seeded(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
