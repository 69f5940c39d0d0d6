// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.conv2d;
import static io.github.deepgen4j.tensor.Functional.crossEntropy;
import static io.github.deepgen4j.tensor.Functional.dropout;
import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.groupNorm;
import static io.github.deepgen4j.tensor.Functional.interpolateBilinear;
import static io.github.deepgen4j.tensor.Functional.interpolateNearest2x;
import static io.github.deepgen4j.tensor.Functional.layerNorm;
import static io.github.deepgen4j.tensor.Functional.linear;
import static io.github.deepgen4j.tensor.Functional.mseLoss;
import static io.github.deepgen4j.tensor.Functional.pad;
import static io.github.deepgen4j.tensor.Functional.rmsNorm;
import static io.github.deepgen4j.tensor.Functional.scaledDotProductAttention;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Operands that do not fit are refused by name and shape; none of them reaches memory it must not. */
@DisabledIfSystemProperty(
        named = "deepgen.device",
        matches = "cuda",
        disabledReason = "an operand trips an assertion on the device, which ends CUDA for the process")
class ErrorsTest {
    private static Tensor f(long... shape) {
        return Tensor.ones(DType.F32, shape);
    }

    private static Tensor i(long... values) {
        return Tensor.of(values, values.length);
    }

    private static void refused(Runnable body, String... parts) {
        assertThatThrownBy(body::run).isInstanceOf(TensorException.class).hasMessageContainingAll(parts);
    }

    @Test
    void messagesNameTheOperationAndBothShapes() {
        try (var _ = Scope.open()) {
            refused(() -> f(2, 3).matmul(f(4, 5)), "matmul F32(2, 3) x F32(4, 5): mat1 and mat2 shapes");
            refused(() -> f(2, 3).add(f(4)), "add F32(2, 3) x F32(4): ");
            refused(() -> linear(f(2, 3), f(4, 2), f(4)), "linear F32(2, 3) x F32(4, 2) x F32(4): ");
            refused(() -> Tensor.cat(0, f(2, 3), f(2, 4)), "cat axis 0 F32(2, 3) x F32(2, 4): ");
            refused(() -> f(2, 3).reshape(4), "reshape to [4] F32(2, 3): ");
            refused(() -> f(2).addcmulInPlace(f(2), f(3), 1), "addcmulInPlace F32(2) x F32(2) x F32(3): ");
            refused(() -> f(2).addcdivInPlace(f(2), f(3), 1), "addcdivInPlace F32(2) x F32(2) x F32(3): ");
            refused(() -> f(2, 3).item(), "item F32(2, 3): ");
            refused(() -> f(2, 3).size(2), "size of axis 2 F32(2, 3): ");
            refused(() -> f(2, 3).backward(), "backward F32(2, 3): ");
            refused(() -> i(1, 2).requireGrad(true), "requireGrad I64(2): Only Tensors of floating point");
            refused(() -> f(2, 3).add(null), "add F32(2, 3): ");
            refused(() -> Tensor.cat(0), "cat axis 0: ");
        }
    }

    @Test
    void sizesAreChecked() {
        try (var _ = Scope.open()) {
            refused(() -> Tensor.of(new float[3], 2), "copyOf: shape [2] of F32 expected 8 bytes, found 12");
            refused(() -> Tensor.of(new float[4], -2, -2), "copyOf: a size is negative in [-2, -2]");
            refused(() -> Tensor.of(new float[0], 1L << 40, 1L << 40), "copyOf: shape", "is too large");
            refused(() -> Tensor.mapped(MemorySegment.ofArray(new byte[4]), DType.F32, 1), "mapped: ", "native bytes");
            refused(() -> Tensor.zeros(DType.F32, -1), "zeros: ");
            refused(() -> Tensor.zeros(DType.F32, 1L << 50), "zeros: ");
            refused(() -> f(2, 3).narrow(1, 2, 2), "narrow axis 1 from 2 length 2 F32(2, 3): ");
            refused(() -> f(2, 3).select(0, 2), "select axis 0 index 2 F32(2, 3): ");
            refused(() -> f(2, 3).chunk(2, 1), "chunk: axis 1 of F32(2, 3) is not divisible by 2");
            refused(() -> f(2, 3).chunk(0, 1), "chunk: axis 1 of F32(2, 3) is not divisible by 0");
            refused(() -> f(0).max(), "max F32(0): ");
            refused(() -> f(0).argmax(0), "argmax axis 0 F32(0): ");
            refused(() -> pad(f(2, 3), 1), "pad [1] F32(2, 3): ");
            refused(() -> pad(f(2, 3), -4, 0), "pad [-4, 0] F32(2, 3): ");
            refused(() -> f(2, 3).flip(2), "flip [2] F32(2, 3): ");
            refused(() -> f(2, 3).eigh(), "eigh F32(2, 3): ");
            refused(() -> dropout(f(2), 1.5), "dropout 1.5 F32(2): ");
        }
    }

    @Test
    void indicesOutsideTheTableAreRefused() {
        try (var _ = Scope.open()) {
            Tensor table = f(4, 8);
            Tensor classes = f(4, 4);
            for (long index : new long[] {-1, 4}) {
                refused(() -> embedding(i(0, index), table), "embedding I64(2) x F32(4, 8): ");
                refused(() -> table.indexSelect(0, i(0, index)), "indexSelect axis 0 F32(4, 8) x I64(2): ");
                refused(() -> crossEntropy(classes, i(0, 1, 2, index)), "crossEntropy F32(4, 4) x I64(4): ");
            }
        }
    }

    @Test
    void layersRefuseParametersOfAnotherSize() {
        try (var _ = Scope.open()) {
            Tensor x = f(2, 4, 4, 4);
            refused(() -> layerNorm(x, f(3), f(3), 1e-6), "layerNorm F32(2, 4, 4, 4) x F32(3) x F32(3): ");
            refused(() -> layerNorm(x, f(4), f(3), 1e-6), "layerNorm F32(2, 4, 4, 4) x F32(4) x F32(3): ");
            refused(() -> rmsNorm(x, f(3), 1e-6), "rmsNorm F32(2, 4, 4, 4) x F32(3): ");
            refused(() -> rmsNorm(x.to(DType.BF16), f(3), 1e-6), "rmsNorm BF16(2, 4, 4, 4) x F32(3): ");
            refused(() -> rmsNorm(x.to(DType.BF16), f(1), 1e-6), "rmsNorm BF16(2, 4, 4, 4) x F32(1): ");
            refused(() -> groupNorm(x, 3, f(4), f(4), 1e-6), "groupNorm 3 groups F32(2, 4, 4, 4) x F32(4) x F32(4): ");
            refused(() -> groupNorm(x, 0, f(4), f(4), 1e-6), "groupNorm 0 groups F32(2, 4, 4, 4)");
            refused(() -> groupNorm(x, 2, f(3), f(4), 1e-6), "groupNorm 2 groups F32(2, 4, 4, 4) x F32(3) x F32(4): ");
            refused(() -> groupNorm(x, 2, f(4), f(3), 1e-6), "groupNorm 2 groups F32(2, 4, 4, 4) x F32(4) x F32(3): ");
            refused(
                    () -> conv2d(x, f(5, 3, 3, 3), null, 1, 1),
                    "conv2d stride 1 padding 1 F32(2, 4, 4, 4) x F32(5, 3, 3");
            refused(() -> conv2d(x, f(5, 4, 3, 3), f(4), 1, 1), "conv2d stride 1 padding 1 ", " x F32(4): ");
            refused(() -> conv2d(x, f(5, 4, 3, 3), null, 0, 1), "conv2d stride 0 padding 1 ");
            refused(() -> conv2d(x, f(5, 4, 3, 3), null, 1, -1), "conv2d stride 1 padding -1 ");
            refused(() -> conv2d(x, f(5, 4, 9, 9), null, 1, 1), "conv2d stride 1 padding 1 ");
            refused(() -> interpolateNearest2x(f(4, 4)), "interpolateNearest2x F32(4, 4): ");
            refused(() -> interpolateBilinear(f(4, 4), 8, 8, 2), "interpolateBilinear to 8x8 F32(4, 4): ");
            refused(() -> interpolateBilinear(x, 0, 8, 2), "interpolateBilinear to 0x8 F32(2, 4, 4, 4): ");
            refused(() -> mseLoss(x, f(3)), "mseLoss F32(2, 4, 4, 4) x F32(3): ");
        }
    }

    @Test
    void attentionRefusesWhatDoesNotFit() {
        try (var _ = Scope.open()) {
            Tensor q = f(2, 4, 6, 8);
            Tensor k = f(2, 4, 5, 8);
            long[][] wrongKeys = {{2, 4, 5, 7}, {2, 3, 5, 8}, {3, 4, 5, 8}, {2, 4, 4, 8}, {2, 4, 7, 8}, {4, 5, 8}};
            for (long[] shape : wrongKeys) {
                refused(
                        () -> scaledDotProductAttention(q, f(shape), k, null, false, 1),
                        "scaledDotProductAttention F32(2, 4, 6, 8) x F32(");
            }
            long[][] wrongValues = {{2, 3, 5, 8}, {3, 4, 5, 8}, {2, 4, 4, 8}, {2, 4, 7, 8}, {4, 5, 8}};
            for (long[] shape : wrongValues) {
                refused(
                        () -> scaledDotProductAttention(q, k, f(shape), null, false, 1),
                        "scaledDotProductAttention F32(2, 4, 6, 8) x F32(");
            }
            long[][] wrongMasks = {{6, 4}, {5, 5}, {3, 1, 6, 5}, {2, 3, 6, 5}};
            for (long[] shape : wrongMasks) {
                Tensor mask = f(shape).gt(0);
                refused(
                        () -> scaledDotProductAttention(q, k, k, mask, false, 1),
                        "scaledDotProductAttention F32(2, 4, 6, 8) x F32(",
                        " x BOOL(");
            }
            refused(() -> scaledDotProductAttention(q, k, k, f(6, 5).gt(0), true, 1), "scaledDotProductAttention ");
            refused(
                    () -> scaledDotProductAttention(q, k.to(DType.BF16), k, null, false, 1),
                    "scaledDotProductAttention ");
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertThat(Device.CPU.available()).isTrue();
        if (!Device.CUDA.available()) {
            try (var _ = Scope.open()) {
                refused(() -> f(2).to(Device.CUDA), "to CUDA F32(2): ");
            }
        }
    }

    @Test
    void emptyTensorsCanBeMadeAndRead() {
        try (var _ = Scope.open()) {
            Tensor empty = Tensor.of(new float[0], 0, 3);
            assertThat(empty.shape()).containsExactly(0, 3);
            assertThat(empty.toFloats()).isEmpty();
            assertThat(empty.storedBytes()).isEmpty();
            assertThat(empty.sum().item()).isZero();
        }
    }
}
