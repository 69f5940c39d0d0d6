// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.dropout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Making tensors, asking what they are and reading them back. */
class ValuesTest {
    @ParameterizedTest
    @EnumSource(DType.class)
    void constantsOfEveryType(DType type) {
        try (var _ = Scope.open()) {
            Tensor zeros = Tensor.zeros(type, 2, 3);
            assertThat(zeros.dtype()).isEqualTo(type);
            assertThat(zeros.shape()).containsExactly(2, 3);
            assertThat(zeros.toFloats()).containsExactly(0, 0, 0, 0, 0, 0);
            assertThat(Tensor.ones(type, 2).toLongs()).containsExactly(1, 1);
            assertThat(Tensor.full(1, type).toBytes()).containsExactly(1);
            assertThat(zeros.storedBytes()).hasSize(6 * type.bytes());
            assertThat(zeros).hasToString(type + "(2, 3)");
        }
    }

    @Test
    void arraysAreCopied() {
        try (var _ = Scope.open()) {
            float[] values = {1, 2.5f, -3, 4};
            Tensor floats = Tensor.of(values, 2, 2);
            values[0] = 9;
            assertThat(floats.dtype()).isEqualTo(DType.F32);
            assertThat(floats.toFloats()).containsExactly(1, 2.5f, -3, 4);
            assertThat(floats.transpose(0, 1).toFloats()).containsExactly(1, -3, 2.5f, 4);

            Tensor doubles = Tensor.of(new double[] {1e-300, 2}, 2);
            assertThat(doubles.dtype()).isEqualTo(DType.F64);
            assertThat(doubles.select(0, 0).item()).isEqualTo(1e-300);

            Tensor longs = Tensor.of(new long[] {Long.MAX_VALUE, -1}, 2);
            assertThat(longs.dtype()).isEqualTo(DType.I64);
            assertThat(longs.toLongs()).containsExactly(Long.MAX_VALUE, -1);

            Tensor bytes = Tensor.of(new byte[] {0, (byte) 255}, 2);
            assertThat(bytes.dtype()).isEqualTo(DType.U8);
            assertThat(bytes.toLongs()).containsExactly(0, 255);

            Tensor booleans = Tensor.of(new boolean[] {true, false}, 2);
            assertThat(booleans.dtype()).isEqualTo(DType.BOOL);
            assertThat(booleans.toBytes()).containsExactly(1, 0);

            assertThat(Tensor.arange(4).dtype()).isEqualTo(DType.I64);
            assertThat(Tensor.arange(4).toLongs()).containsExactly(0, 1, 2, 3);
            assertThat(Tensor.full(2.5, DType.F32, 2).toFloats()).containsExactly(2.5f, 2.5f);
        }
    }

    @Test
    void memoryIsCopiedOrMapped() {
        try (Arena arena = Arena.ofConfined();
                var _ = Scope.open()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) 0x3F80, (short) 0xC000);
            Tensor copy = Tensor.copyOf(memory, DType.BF16, 2);
            Tensor mapped = Tensor.mapped(memory, DType.BF16, 2, 1);
            assertThat(copy.toFloats()).containsExactly(1, -2);
            assertThat(mapped.toFloats()).containsExactly(1, -2);
            memory.set(ValueLayout.JAVA_SHORT, 0, (short) 0x4040);
            assertThat(copy.toFloats()).containsExactly(1, -2);
            assertThat(mapped.toFloats()).containsExactly(3, -2);
            assertThat(mapped.storedBytes()).containsExactly(0x40, 0x40, 0x00, 0xC0);
        }
    }

    @Test
    void sizesAndElements() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.zeros(DType.F32, 2, 3, 4);
            assertThat(x.rank()).isEqualTo(3);
            assertThat(x.elements()).isEqualTo(24);
            assertThat(new long[] {x.size(0), x.size(2), x.size(-1), x.size(-3)})
                    .containsExactly(2, 4, 4, 2);
            Tensor scalar = Tensor.full(-1.5, DType.F32);
            assertThat(scalar.shape()).isEmpty();
            assertThat(scalar.rank()).isZero();
            assertThat(scalar.elements()).isEqualTo(1);
            assertThat(scalar.item()).isEqualTo(-1.5);
            assertThat(Tensor.full(7, DType.I64, 1, 1).item()).isEqualTo(7);
        }
    }

    @Test
    void readingConvertsAndCutsOff() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1.9f, 2.5f, 254.99f}, 3).requireGrad(true);
            assertThat(x.toLongs()).containsExactly(1, 2, 254);
            assertThat(x.toBytes()).containsExactly(1, 2, (byte) 254);
            assertThat(x.storedBytes()).hasSize(12);
            Tensor there = x.to(Device.CPU);
            assertThat(there).isNotSameAs(x);
            assertThat(there.toFloats()).containsExactly(1.9f, 2.5f, 254.99f);
            assertThat(x.to(DType.F32)).isSameAs(x);
        }
    }

    @Test
    void finiteMeansNeitherNaNNorInfinite() {
        try (var _ = Scope.open()) {
            assertThat(Tensor.of(new float[] {1, Float.MAX_VALUE}, 2).isFinite())
                    .isTrue();
            assertThat(Tensor.of(new float[] {1, Float.NaN}, 2).isFinite()).isFalse();
            assertThat(Tensor.of(new float[] {Float.NEGATIVE_INFINITY, 1}, 2).isFinite())
                    .isFalse();
            assertThat(Tensor.full(3e38, DType.F32, 1).to(DType.BF16).isFinite())
                    .isTrue();
            assertThat(Tensor.full(70000, DType.F32, 1).to(DType.F16).isFinite())
                    .isFalse();
            assertThat(Tensor.zeros(DType.F32, 0).isFinite()).isTrue();
        }
    }

    /** Drawn from LibTorch's own generator: what holds for any draw is checked. */
    @Test
    void dropoutClearsAShareAndEnlargesTheRest() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(3, DType.F32, 10_000);
            assertThat(dropout(x, 0)).isSameAs(x);
            assertThat(dropout(x, 1).toFloats()).containsOnly(0);
            float[] dropped = dropout(x, 0.25).toFloats();
            assertThat(dropped).containsOnly(0, 4);
            int zeros = 0;
            for (float value : dropped) {
                zeros += value == 0 ? 1 : 0;
            }
            assertThat(zeros).isBetween(2200, 2800); // seven standard deviations
            assertThatThrownBy(() -> dropout(x, -0.1)).isInstanceOf(TensorException.class);
        }
    }

    @Test
    void typesKnowTheirSize() {
        assertThat(DType.values()).extracting(DType::bytes).containsExactly(4, 8, 2, 2, 8, 4, 1, 1, 1);
        assertThat(DType.values())
                .extracting(DType::safetensorsName)
                .containsExactly("F32", "F64", "BF16", "F16", "I64", "I32", "U8", "I8", "BOOL");
        assertThat(DType.values())
                .extracting(DType::isFloating)
                .containsExactly(true, true, true, true, false, false, false, false, false);
    }

    @Test
    void arithmeticIsMeasuredOnce() {
        assertThat(Arithmetic.measuredGigaflops(DType.F32)).isPositive();
        assertThat(Arithmetic.measuredGigaflops(DType.BF16)).isPositive();
        assertThat(Arithmetic.bf16IsFaster())
                .isEqualTo(Arithmetic.measuredGigaflops(DType.BF16) > Arithmetic.measuredGigaflops(DType.F32));
    }
}
