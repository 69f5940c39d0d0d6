// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * A matrix that a source stores in int8, read as float32: {@code values * scales}.
 *
 * @param values I8 (out, in)
 * @param scales F32 (out)
 */
record Int8Weight(StoredTensor values, StoredTensor scales) implements StoredTensor {
    @Override
    public TensorSpec spec() {
        return new TensorSpec(values.spec().name(), DType.F32, values.spec().shape());
    }

    /** True if a tensor and its scales make such a matrix. */
    static boolean fits(StoredTensor values, StoredTensor scales) {
        long[] shape = values.spec().shape();
        long[] rows = scales.spec().shape();
        return values.spec().type() == DType.I8
                && scales.spec().type() == DType.F32
                && shape.length == 2
                && rows.length == 1
                && rows[0] == shape[0];
    }

    @Override
    public DType keptAs() {
        return DType.I8;
    }

    @Override
    public String where() {
        return values.where();
    }

    @Override
    public void read(long first, MemorySegment target) {
        long count = target.byteSize() / DType.F32.bytes();
        if (count == 0) {
            return;
        }
        long width = spec().shape()[1];
        long row = first / width;
        long rows = (first + count - 1) / width + 1 - row;
        try (var _ = Scope.open()) {
            Tensor dense = new Int8Matrix(
                            values.elements(row * width, rows * width).reshape(rows, width), scales.elements(row, rows))
                    .dequantised(DType.F32);
            Tensor wanted = dense.reshape(-1).narrow(0, first - row * width, count);
            target.copyFrom(MemorySegment.ofArray(wanted.storedBytes()));
        }
    }
}
