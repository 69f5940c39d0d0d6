// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand, for three images of two values. */
class NormGuardTest {
    @Test
    void onlyWhatIsLongerThanTheReferenceIsPenalised() {
        try (var _ = Scope.open()) {
            Tensor velocity = images(6, 8, 3, 4, 0, 1).requireGrad(true); // lengths 10, 5, 1
            Tensor penalties = NormGuard.penalty(velocity, images(0, 4, 5, 0, 2, 0)); // 4, 5, 2
            assertThat(penalties.toFloats()).containsExactly(2.25f, 0, 0); // (10 / 4 - 1)^2
            penalties.sum().backward();
            // 2 (10 / 4 - 1) / 4 along (0.6, 0.8); nothing for the others
            assertThat(velocity.grad().toFloats())
                    .containsExactly(new float[] {0.45f, 0.6f, 0, 0, 0, 0}, Offset.offset(1e-6f));
        }
    }

    private static Tensor images(float... values) {
        return Tensor.of(values, 3, 1, 1, 2);
    }
}
