// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks in training draw as they are, and as a model of the same weights would. */
class BorrowedNetworksTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red circle").withSize(32, 32).withSteps(2).withGuidance(3);

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void theyDrawAsTheyAreAndStayOpen() {
        Generated expected;
        String stored;
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"), ModelOptions.DEFAULT.withCompute(Compute.F32))) {
            expected = deepgen.generate(REQUEST);
            stored = deepgen.fingerprint();
        }
        try (Networks networks =
                Networks.open(Golden.path("tiny"), NetworkOptions.trainable(0, new DeepGenInitialiser(6)))) {
            String before;
            try (DeepGen deepgen = DeepGen.over("step-1", networks)) {
                Generated drawn = deepgen.generate(REQUEST);
                assertThat(drawn.image().sha256()).isEqualTo(expected.image().sha256());
                assertThat(drawn.recipe().model()).isEqualTo("step-1");
                before = deepgen.fingerprint();
                assertThat(drawn.recipe().fingerprint()).isEqualTo(before).isNotEqualTo(stored);
            }
            twice(networks.tensors(Component.TRANSFORMER).get("proj_out.weight"));
            try (DeepGen deepgen = DeepGen.over("step-2", networks)) {
                assertThat(deepgen.fingerprint()).isNotEqualTo(before);
                assertThat(deepgen.generate(REQUEST).image().sha256())
                        .isNotEqualTo(expected.image().sha256());
            }
        }
    }

    private static void twice(Tensor weight) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            weight.copyFrom(weight.mul(2));
        }
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> DeepGen.over("step-1", null)).hasMessageContaining("networks expected");
    }
}
