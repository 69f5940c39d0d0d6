// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand, for two images of two values. */
class AdvantageMatchingTest {
    private static Tensor images(float... values) {
        return Tensor.of(values, 2, 1, 1, 2);
    }

    @Test
    void aLossIsTheAdvantageTimesTheDistanceFromNoiseLessImage() {
        try (var _ = Scope.open()) {
            Tensor velocity = images(1, 2, 0, 0).requireGrad(true);
            Tensor losses = AdvantageMatching.losses(
                    velocity, images(1, 1, 2, 0), images(1, 0, 0, 4), Tensor.of(new float[] {2, -1}, 2));
            // noise - image: (0, -1) and (-2, 4); differences (1, 3) and (2, -4); mean squares 5 and 10
            assertThat(losses.toFloats()).containsExactly(10, -10);
            losses.mean().backward();
            // advantage * difference / 2 images
            assertThat(velocity.grad().toFloats()).containsExactly(1, 3, -1, 2);
        }
    }

    @Test
    void noiseIsMixedInByItsLevel() {
        try (var _ = Scope.open()) {
            Tensor noised = AdvantageMatching.noised(images(4, 0, 1, 1), images(0, 8, 1, -1), 0.25);
            assertThat(noised.toFloats()).containsExactly(3, 2, 1, 0.5f);
        }
    }
}
