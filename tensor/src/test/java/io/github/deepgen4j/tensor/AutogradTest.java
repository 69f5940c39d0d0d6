// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Recording and gradients, worked out by hand; the gradients of each operation are in {@link OperationsTest}. */
class AutogradTest {
    private static Tensor leaf(float... values) {
        return Tensor.of(values, values.length).requireGrad(true);
    }

    @Test
    void gradientOfSquareIsTwiceTheInputAndAddsUp() {
        try (var _ = Scope.open()) {
            Tensor x = leaf(1, 2, 3);
            assertThat(x.requiresGrad()).isTrue();
            assertThat(x.grad()).isNull();
            x.square().sum().backward();
            assertThat(x.grad().toFloats()).containsExactly(2, 4, 6);
            x.square().sum().backward();
            assertThat(x.grad().toFloats()).containsExactly(4, 8, 12);
            x.clearGrad();
            assertThat(x.grad()).isNull();
        }
    }

    @Test
    void aGraphIsForgotten() {
        try (var _ = Scope.open()) {
            Tensor x = leaf(3);
            Tensor loss = x.square().sum();
            loss.backward();
            assertThat(x.grad().toFloats()).containsExactly(6);
            assertThatThrownBy(loss::backward)
                    .isInstanceOf(TensorException.class)
                    .hasMessageStartingWith("backward F32(): Trying to backward through the graph a second time");
        }
    }

    @Test
    void closingTheScopeOfTheStepsKeepsTheGraph() {
        try (var outer = Scope.open()) {
            Tensor x = leaf(2, 5);
            Tensor loss;
            try (var inner = Scope.open()) {
                loss = inner.keep(x.mul(x).mul(x).sum());
            }
            loss.backward();
            assertThat(outer.keep(x).grad().toFloats()).containsExactly(12, 75);
            x.close();
        }
    }

    @Test
    void onlyLeavesThatAskAreRecorded() {
        try (var _ = Scope.open()) {
            Tensor x = leaf(1, 2);
            Tensor y = Tensor.of(new float[] {3, 4}, 2);
            Tensor product = x.mul(y);
            assertThat(product.requiresGrad()).isTrue();
            assertThat(product.detach().requiresGrad()).isFalse();
            assertThat(x.detach().mul(y).requiresGrad()).isFalse();
            product.sum().backward();
            assertThat(x.grad().toFloats()).containsExactly(3, 4);
            assertThat(y.grad()).isNull();
            assertThat(product.grad()).isNull();
            assertThat(x.requireGrad(false).mul(y).requiresGrad()).isFalse();
            assertThatThrownBy(() -> y.sum().backward())
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("does not require grad");
            assertThatThrownBy(() -> product.requireGrad(false)).isInstanceOf(TensorException.class);
        }
    }

    @Test
    void detachedTensorsShareMemory() {
        try (var _ = Scope.open()) {
            Tensor x = leaf(1, 2);
            x.detach().mulInPlace(7);
            assertThat(x.toFloats()).containsExactly(7, 14);
        }
    }

    @Test
    void guardsSwitchRecordingAndPutItBack() {
        try (var _ = Scope.open()) {
            Tensor x = leaf(1);
            try (var _ = Autograd.disabled()) {
                assertThat(x.square().requiresGrad()).isFalse();
                try (var _ = Autograd.enabled()) {
                    assertThat(x.square().requiresGrad()).isTrue();
                }
                assertThat(x.square().requiresGrad()).isFalse();
                x.mulInPlace(4); // allowed: not recorded
                try (var _ = Scope.open()) {
                    assertThat(x.item()).isEqualTo(4);
                } // a scope closed inside of the guard leaves the mode as it is
                assertThat(x.square().requiresGrad()).isFalse();
            }
            assertThat(x.square().requiresGrad()).isTrue();
            assertThatThrownBy(() -> x.mulInPlace(5))
                    .isInstanceOf(TensorException.class)
                    .hasMessageStartingWith("mulInPlace F32(1): a leaf Variable that requires grad");
        }
    }

    @Test
    void aGradientCanBeSetAndMustFit() {
        try (var _ = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {1, 2}, 2);
            weight.requireGrad(true);
            weight.setGrad(Tensor.of(new float[] {3, 4}, 2));
            assertThat(weight.grad().toFloats()).containsExactly(3, 4);
            try (Tensor owned = Tensor.of(new float[] {1, 2}, 2).own()) { // as parameters are
                owned.requireGrad(true);
                owned.setGrad(Tensor.of(new float[] {5, 6}, 2));
                assertThat(owned.grad().toFloats()).containsExactly(5, 6);
            }
            Tensor longer = Tensor.of(new float[] {1, 2, 3}, 3);
            assertThatThrownBy(() -> weight.setGrad(longer))
                    .hasMessageContaining("expected a gradient like its tensor");
        }
    }
}
