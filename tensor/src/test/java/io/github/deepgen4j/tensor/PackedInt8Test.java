// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Products in eight bits against the same sums in plain Java, and the edges of numbers and lifetimes. */
class PackedInt8Test {
    private static final int IN = 96;
    private static final int OUT = 40;
    private static final int ROWS = 7;

    /** The arithmetic that the class describes: rows and weights rounded to whole numbers, then exact sums. */
    private static double[][] plain(float[] x, byte[] weights, float[] scales, float[] bias, int bits) {
        double[][] result = new double[x.length / IN][OUT];
        for (int row = 0; row < result.length; row++) {
            double largest = 0;
            for (int i = 0; i < IN; i++) {
                largest = Math.max(largest, Math.abs(x[row * IN + i]));
            }
            for (int channel = 0; channel < OUT; channel++) {
                long sum = 0;
                for (int i = 0; i < IN; i++) {
                    double unit = largest == 0 ? 0 : x[row * IN + i] / largest;
                    double weight = weights[channel * IN + i] * (bits == 7 ? 0.5 : 1);
                    sum += Math.round(Math.rint(unit * 127)) * Math.round(Math.rint(weight));
                }
                double scale = scales[channel] * (bits == 7 ? 2.0 : 1) / 127;
                result[row][channel] = sum * scale * largest + (bias == null ? 0 : bias[channel]);
            }
        }
        return result;
    }

    @Test
    void productsAreThoseOfWholeNumbers() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            Tensor x =
                    rng.normal(ROWS, IN).mul(Tensor.arange(ROWS).to(DType.F32).reshape(ROWS, 1));
            Int8Matrix matrix = Int8Matrix.of(rng.normal(OUT, IN));
            byte[] values = matrix.values().storedBytes();
            for (Tensor bias : new Tensor[] {null, rng.normal(OUT)}) {
                try (PackedInt8 packed = PackedInt8.of(matrix)) {
                    double[][] expected = plain(
                            x.toFloats(),
                            values,
                            matrix.scales().toFloats(),
                            bias == null ? null : bias.toFloats(),
                            PackedInt8.weightBits());
                    float[] found = packed.product(x, bias).toFloats();
                    double largest = 0;
                    double difference = 0;
                    for (int i = 0; i < found.length; i++) {
                        largest = Math.max(largest, Math.abs(expected[i / OUT][i % OUT]));
                        difference = Math.max(difference, Math.abs(expected[i / OUT][i % OUT] - found[i]));
                    }
                    // A quotient on the border of two whole numbers may be rounded either way.
                    assertThat(difference / largest).isLessThan(2e-3);
                }
            }
        }
    }

    @Test
    void theLargestNumbersDoNotSaturate() {
        try (var _ = Scope.open()) {
            Tensor largest = Tensor.full(Int8Matrix.LARGEST, DType.I8, OUT, IN);
            Int8Matrix matrix = new Int8Matrix(largest, Tensor.ones(DType.F32, OUT));
            try (PackedInt8 packed = PackedInt8.of(matrix);
                    PackedInt8 eight = PackedInt8.pack(matrix, 8)) {
                double expected = IN * 127.0;
                Tensor ones = Tensor.ones(DType.F32, ROWS, IN);
                Tensor wrong = packed.product(ones, null).div(expected).add(-1).abs();
                assertThat(wrong.max().item()).isLessThan(0.01);
                double ofEight = eight.product(ones, null).mean().item();
                assertThat(Math.abs(ofEight / expected - 1) < 1e-3).isEqualTo(PackedInt8.weightBits() == 8);
            }
        }
    }

    @Test
    void aRowDependsOnNoOtherRow() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(2);
                PackedInt8 packed = PackedInt8.of(Int8Matrix.of(rng.normal(OUT, IN)))) {
            Tensor x = rng.normal(ROWS, IN);
            Tensor beside = Tensor.cat(0, x, rng.normal(50, IN).mul(1000));
            assertThat(packed.product(beside, null).narrow(0, 0, ROWS).storedBytes())
                    .isEqualTo(packed.product(x, null).storedBytes());
        }
    }

    @Test
    void errorsAreThoseOfRoundingAndTypesAreKept() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(3)) {
            Tensor weight = rng.normal(OUT, IN);
            Tensor x = rng.normal(2, 3, IN);
            Tensor bias = rng.normal(OUT);
            Tensor exact = Functional.linear(x, weight, bias);
            try (PackedInt8 packed = PackedInt8.of(Int8Matrix.of(weight.to(DType.BF16)))) {
                for (DType type : new DType[] {DType.F32, DType.BF16}) {
                    Tensor found = packed.product(x.to(type), bias.to(type));
                    assertThat(found.dtype()).isEqualTo(type);
                    assertThat(found.shape()).containsExactly(2, 3, OUT);
                    assertThat(found.to(DType.F32).sub(exact).norm().item()
                                    / exact.norm().item())
                            .isLessThan(0.03);
                }
            }
        }
    }

    @Test
    void edgesOfTheNumbers() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(4)) {
            Tensor weight = Tensor.cat(0, Tensor.zeros(DType.F32, 1, IN), rng.normal(OUT - 1, IN));
            Int8Matrix matrix = Int8Matrix.of(weight);
            assertThat(matrix.scales().toFloats()[0]).isEqualTo(1);
            try (PackedInt8 packed = PackedInt8.of(matrix)) {
                assertThat(packed.product(Tensor.zeros(DType.F32, 1, IN), null)
                                .norm()
                                .item())
                        .isZero();
                assertThat(packed.product(Tensor.zeros(DType.F32, 0, IN), null).shape())
                        .containsExactly(0, OUT);
                Tensor nan =
                        rng.normal(2, IN).maskedFill(Tensor.arange(2 * IN).eq(3).reshape(2, IN), Double.NaN);
                Tensor found = packed.product(nan, null);
                assertThat(found.narrow(0, 0, 1).toFloats()).containsOnly(Float.NaN);
                assertThat(found.narrow(0, 1, 1).isFinite()).isTrue();
            }
        }
    }

    @Test
    void theRoundedWeightIsNear() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(5)) {
            Tensor weight = rng.normal(OUT, IN);
            Int8Matrix matrix = Int8Matrix.of(weight);
            Tensor step = matrix.scales().mul(0.5001).unsqueeze(1);
            assertThat(matrix.dequantised(DType.F32)
                            .sub(weight)
                            .abs()
                            .le(step)
                            .to(DType.F32)
                            .mean()
                            .item())
                    .isEqualTo(1);
            Int8Matrix again = Int8Matrix.of(matrix.dequantised(DType.F32));
            assertThat(again.values().storedBytes()).isEqualTo(matrix.values().storedBytes());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(6)) {
            Int8Matrix matrix = Int8Matrix.of(rng.normal(OUT, IN));
            PackedInt8 packed = PackedInt8.of(matrix);
            assertThatThrownBy(() -> packed.product(rng.normal(2, IN + 1), null))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("expected a last axis of " + IN);
            assertThatThrownBy(() -> packed.product(rng.normal(2, IN).requireGrad(true), null))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("has no gradient");
            assertThatThrownBy(() -> packed.product(rng.normal(2, IN), rng.normal(3)))
                    .isInstanceOf(TensorException.class);
            packed.close();
            packed.close();
            assertThatThrownBy(() -> packed.product(rng.normal(2, IN), null))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> new Int8Matrix(rng.normal(OUT, IN), rng.normal(OUT)))
                    .hasMessageContaining("expected values I8");
            assertThatThrownBy(() -> new Int8Matrix(matrix.values(), rng.normal(OUT + 1)))
                    .hasMessageContaining("one for each row");
        }
    }

    @Test
    void packingAndMultiplyingLeavesNothingBehind() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(7)) {
            Int8Matrix matrix = Int8Matrix.of(rng.normal(512, 1024));
            Tensor x = rng.normal(16, 1024);
            long before = 0;
            for (int i = 0; i < 300; i++) { // 150 MB of packed weights in all
                if (i == 100) {
                    before = org.bytedeco.javacpp.Pointer.physicalBytes();
                }
                try (var _ = Scope.open();
                        PackedInt8 packed = PackedInt8.of(matrix)) {
                    packed.product(x, null);
                }
            }
            assertThat(org.bytedeco.javacpp.Pointer.physicalBytes() - before).isLessThan(40L << 20);
        }
    }
}
