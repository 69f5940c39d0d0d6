// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch's CPU generator. */
class RngTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 42, (1L << 32) + 7})
    void normalsAreThoseOfPyTorchForAnySize(long seed) {
        for (int n : new int[] {1, 2, 7, 15, 16, 17, 31, 32, 33, 100, 1001}) {
            try (var _ = Scope.open();
                    var rng = Rng.seeded(seed)) {
                assertNormals("rng/normal/" + seed + "/" + n, rng.normal(n));
            }
        }
    }

    /**
     * From 16 values on PyTorch's logarithm and cosine depend on the processor's instructions: some last digits differ.
     */
    private static void assertNormals(String key, Tensor actual) {
        Tensor expected = GoldenTensors.get(key);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] numbers = expected.toFloats();
        if (numbers.length < 16) {
            assertThat(actual.toFloats()).as(key).containsExactly(numbers);
        } else {
            assertThat(actual.toFloats()).as(key).containsExactly(numbers, within(2e-6f));
        }
    }

    @Test
    void oneStreamServesAllKindsOfDraws() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(3)) {
            assertNormals("rng/sequence/0", rng.normal(3, 5));
            assertThat(rng.uniform(21).toFloats())
                    .containsExactly(GoldenTensors.get("rng/sequence/1").toFloats());
            assertThat(rng.permutation(50).toLongs())
                    .containsExactly(GoldenTensors.get("rng/sequence/2").toLongs());
            assertNormals("rng/sequence/3", rng.normal(2, 3, 4));
        }
    }

    @Test
    void theLow32BitsOfTheSeedCount() {
        try (var _ = Scope.open();
                var a = Rng.seeded(7);
                var b = Rng.seeded((5L << 32) + 7)) {
            assertThat(a.uniform(5).toFloats()).isEqualTo(b.uniform(5).toFloats());
        }
    }

    @Test
    void continuesFromItsState() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(42);
                var other = Rng.seeded(1)) {
            rng.normal(3); // an odd number: half of a pair is kept back
            byte[] state = rng.state();
            float[] next = rng.normal(5).toFloats();
            float[] afterwards = rng.uniform(20).toFloats();
            other.restore(state);
            assertThat(other.normal(5).toFloats()).isEqualTo(next);
            assertThat(other.uniform(20).toFloats()).isEqualTo(afterwards);
        }
    }

    @Test
    void refusesAStateThatIsNone() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(42)) {
            assertThatThrownBy(() -> rng.restore(new byte[10]))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("10 bytes are not the state of a CPU generator");
            assertThatThrownBy(() -> rng.restore(new byte[rng.state().length])).isInstanceOf(TensorException.class);
            assertNormals("rng/normal/42/7", rng.normal(7));
        }
    }

    @Test
    void refusesToDrawWhenClosed() {
        try (var _ = Scope.open()) {
            Rng rng = Rng.seeded(1);
            assertThatThrownBy(() -> rng.normal(-1))
                    .isInstanceOf(TensorException.class)
                    .hasMessageStartingWith("normal: ");
            rng.close();
            rng.close();
            assertThatThrownBy(() -> rng.normal(1)).hasMessage("normal: the random generator is closed");
            assertThatThrownBy(() -> rng.uniform(1)).hasMessage("uniform: the random generator is closed");
            assertThatThrownBy(() -> rng.permutation(1)).hasMessage("permutation: the random generator is closed");
            assertThatThrownBy(rng::state).hasMessage("state: the random generator is closed");
            assertThatThrownBy(() -> rng.restore(new byte[1])).hasMessage("restore: the random generator is closed");
        }
    }
}
