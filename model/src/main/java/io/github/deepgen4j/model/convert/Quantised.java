// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/**
 * One half of a matrix that is quantised while it is read, some rows at a time: its values in int8, or their scales.
 *
 * @param weight (out, in) of any floating-point type
 * @param half of the rows' int8 form
 * @param row elements of the half for each row
 */
record Quantised(StoredTensor weight, TensorSpec spec, Function<Int8Matrix, Tensor> half, long row)
        implements StoredTensor {
    /** Rows that are in memory in float32 at once: some 16 MB of a wide matrix. */
    private static final long ELEMENTS_AT_ONCE = 1 << 22;

    static StoredTensor values(StoredTensor weight) {
        long[] shape = weight.spec().shape();
        return new Quantised(
                weight, new TensorSpec(weight.spec().name(), DType.I8, shape), Int8Matrix::values, shape[1]);
    }

    static StoredTensor scales(StoredTensor weight) {
        long[] shape = weight.spec().shape();
        return new Quantised(
                weight,
                new TensorSpec(weight.spec().name() + Int8Rules.SCALE, DType.F32, shape[0]),
                Int8Matrix::scales,
                1);
    }

    @Override
    public String where() {
        return weight.where();
    }

    @Override
    public void read(long first, MemorySegment target) {
        long bytes = row * spec.type().bytes(); // of one row
        long from = first * spec.type().bytes();
        long to = from + target.byteSize();
        long step = Math.max(1, ELEMENTS_AT_ONCE / Math.max(1, weight.spec().shape()[1]));
        for (long at = from / Math.max(1, bytes); at * bytes < to; at += step) {
            long rows = Math.min(step, (to + bytes - 1) / bytes - at);
            byte[] half = rows(at, rows);
            long begin = Math.max(from, at * bytes);
            long end = Math.min(to, (at + rows) * bytes);
            MemorySegment.copy(MemorySegment.ofArray(half), begin - at * bytes, target, begin - from, end - begin);
        }
    }

    private byte[] rows(long at, long rows) {
        long width = weight.spec().shape()[1];
        try (var _ = Scope.open()) {
            Tensor dense = weight.elements(at * width, rows * width).reshape(rows, width);
            if (!dense.isFinite()) {
                throw new WeightException(
                        weight.describe() + " holds NaN or infinite numbers, which int8 cannot; mend the source");
            }
            return half.apply(Int8Matrix.of(dense)).storedBytes();
        }
    }
}
