// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void matmulNamesBothShapes() {
        try (var _ = Scope.open()) {
            Tensor a = Tensor.zeros(DType.F32, 2, 3);
            Tensor b = Tensor.zeros(DType.F32, 4, 5);
            assertThatThrownBy(() -> a.matmul(b))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("matmul F32(2, 3) x F32(4, 5)");
        }
    }

    @Test
    void gradientOfSquareIsTwiceTheInput() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requireGrad(true);
            x.square().sum().backward();
            assertThat(x.grad().toFloats()).containsExactly(2, 4, 6);
            x.clearGrad();
            assertThat(x.grad()).isNull();
            try (var _ = Autograd.disabled()) {
                assertThat(x.square().requiresGrad()).isFalse();
            }
            assertThat(x.square().requiresGrad()).isTrue();
        }
    }

    @Test
    void closedAndForeignTensorsAreRefused() throws Exception {
        Tensor kept;
        try (var outer = Scope.open()) {
            Tensor dead;
            try (var inner = Scope.open()) {
                dead = Tensor.ones(DType.F32, 2);
                kept = inner.keep(Tensor.ones(DType.F32, 2)).add(0);
                kept = inner.keep(kept);
            }
            assertThatThrownBy(() -> dead.add(1))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("closed");
            assertThat(kept.add(1).toFloats()).containsExactly(2, 2);
            Tensor foreign = kept;
            var failure = new Throwable[1];
            Thread.ofPlatform()
                    .start(() -> {
                        try (var _ = Scope.open()) {
                            foreign.add(1);
                        } catch (TensorException e) {
                            failure[0] = e;
                        }
                    })
                    .join();
            assertThat(failure[0]).hasMessageContaining("belongs to a Scope of thread");
            kept = outer.keep(kept);
        }
        Tensor owned = kept;
        Thread.ofPlatform()
                .start(() -> {
                    try (var _ = Scope.open()) {
                        owned.add(1);
                    }
                })
                .join();
        owned.close();
        assertThatThrownBy(() -> owned.shape()).isInstanceOf(TensorException.class);
    }

    @Test
    void rngMatchesPyTorch() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(42)) {
            assertThat(rng.normal(2, 2).toFloats()).containsExactly(0.33669037f, 0.12880941f, 0.23446237f, 0.23033303f);
            byte[] state = rng.state();
            float[] next = rng.normal(20).toFloats();
            rng.restore(state);
            assertThat(rng.normal(20).toFloats()).isEqualTo(next);
        }
    }

    @Test
    void emptyTensorsCanBeMadeAndRead() {
        try (var _ = Scope.open()) {
            Tensor empty = Tensor.of(new float[0], 0, 3);
            assertThat(empty.shape()).containsExactly(0, 3);
            assertThat(empty.toFloats()).isEmpty();
            assertThat(empty.storedBytes()).isEmpty();
        }
    }
}
