// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.call;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A weight W (out, in) in signed bytes with one scale for each row (output channel): {@code W = values * scales}. The
 * symmetric quantisation of Jacob et al. 2018 (section 2) with zero point 0; the scale of a row is its largest
 * magnitude divided by 127.
 *
 * @param values I8 (out, in), -127..127
 * @param scales F32 (out), positive
 */
public record Int8Matrix(Tensor values, Tensor scales) {
    /** The largest magnitude of a value; -128 is left out, so that both signs are alike. */
    public static final int LARGEST = 127;

    public Int8Matrix {
        if (values.dtype() != DType.I8 || values.rank() != 2) {
            throw new TensorException("Int8Matrix: expected values I8(out, in), found " + values);
        }
        if (scales.dtype() != DType.F32 || !Arrays.equals(scales.shape(), new long[] {values.size(0)})) {
            throw new TensorException(
                    "Int8Matrix: expected scales F32(" + values.size(0) + "), one for each row, found " + scales);
        }
    }

    /**
     * The nearest such matrix to one of any floating-point type (out, in), in the innermost scope. A row of zeros has
     * the scale 1.
     */
    public static Int8Matrix of(Tensor weight) {
        try (var scope = Scope.open()) {
            Tensor wide = weight.detach().to(DType.F32);
            Tensor largest = rowMaxima(wide); // (out, 1)
            Tensor scales = largest.maskedFill(largest.eq(0), LARGEST).div(LARGEST);
            Tensor values = rounded(wide.div(scales)).clamp(-LARGEST, LARGEST).to(DType.I8);
            return new Int8Matrix(scope.keep(values), scope.keep(scales.reshape(-1)));
        }
    }

    /** The weight in a floating-point type, in the innermost scope. */
    public Tensor dequantised(DType type) {
        try (var scope = Scope.open()) {
            return scope.keep(values.to(DType.F32).mul(scales.unsqueeze(1)).to(type));
        }
    }

    /** Largest magnitude of each row of x (rows, n), n at least 1 -> (rows, 1); NaN where there is one. */
    static Tensor rowMaxima(Tensor x) {
        return call(
                "largest magnitudes",
                () -> torch.linalg_vector_norm(
                        x.raw(),
                        new Scalar(Double.POSITIVE_INFINITY),
                        new long[] {1},
                        true,
                        new org.bytedeco.pytorch.ScalarTypeOptional()),
                x);
    }

    /** To the nearest whole number, halves to the even one. */
    static Tensor rounded(Tensor x) {
        return call("round", () -> x.raw().round(), x);
    }

    /** At least {@code low}; NaN stays NaN. */
    static Tensor atLeast(Tensor x, double low) {
        return call("clamp", () -> x.raw().clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional()), x);
    }
}
