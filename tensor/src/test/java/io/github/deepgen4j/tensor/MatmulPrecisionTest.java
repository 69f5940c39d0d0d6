// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.linear;
import static io.github.deepgen4j.tensor.Functional.scaledDotProductAttention;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products of rounded factors: within bf16 of the exact ones, forwards and backwards, and no longer than asked for. */
class MatmulPrecisionTest {
    /** bf16 has 8 significant bits: a factor is off by at most 2^-9 of itself, a product by twice that. */
    private static final double BF16 = Math.pow(2, -8);

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(MatmulPrecision.current()).isEqualTo(MatmulPrecision.HIGHEST);
    }

    /** Result and gradients of a linear layer behind an attention. */
    private static List<Tensor> pass(Tensor mask) {
        try (var rng = Rng.seeded(3)) {
            Tensor x = rng.normal(2, 4, 40, 32).requireGrad(true);
            Tensor w = rng.normal(24, 32).requireGrad(true);
            Tensor b = rng.normal(24).requireGrad(true);
            Tensor y = linear(scaledDotProductAttention(x, x, x, mask, false, 0.2), w, b);
            y.square().sum().backward();
            return Stream.of(y, x.grad(), w.grad(), b.grad())
                    .map(Tensor::detach)
                    .toList();
        }
    }

    private static double distance(Tensor a, Tensor b) {
        return a.sub(b).norm().item() / b.norm().item();
    }

    @Test
    void productsAndTheirGradientsAreRoundedAndTheRestIsNot() {
        try (var _ = Scope.open()) {
            Tensor mask = Tensor.arange(40).lt(31).reshape(1, 1, 1, 40);
            for (Tensor allowed : new Tensor[] {null, mask}) {
                List<Tensor> exact = pass(allowed);
                List<Tensor> rounded;
                try (var _ = MatmulPrecision.MEDIUM.use()) {
                    rounded = pass(allowed);
                }
                for (int i = 0; i < exact.size(); i++) {
                    assertThat(rounded.get(i).dtype()).isEqualTo(DType.F32);
                    assertThat(distance(rounded.get(i), exact.get(i))).isLessThan(2 * BF16);
                }
                assertThat(pass(allowed).getFirst().toFloats())
                        .as("exact again")
                        .isEqualTo(exact.getFirst().toFloats());
            }
        }
    }

    /** Of factors that bf16 holds nothing is lost; the bias, which it does not hold, is added in float32. */
    @Test
    void biasIsNotRounded() {
        try (var _ = Scope.open();
                var _ = MatmulPrecision.MEDIUM.use()) {
            Tensor y = linear(
                    Tensor.ones(DType.F32, 64, 64), Tensor.ones(DType.F32, 64, 64), Tensor.full(1.0001, DType.F32, 64));
            assertThat((double) y.toFloats()[0]).isCloseTo(65.0001, withinPercentage(1e-5));
        }
    }

    @Test
    void usesNestAndGiveBackWhatHeldBefore() {
        try (var _ = MatmulPrecision.MEDIUM.use()) {
            try (var _ = MatmulPrecision.HIGHEST.use()) {
                assertThat(MatmulPrecision.current()).isEqualTo(MatmulPrecision.HIGHEST);
            }
            assertThat(MatmulPrecision.current()).isEqualTo(MatmulPrecision.MEDIUM);
        }
    }
}
