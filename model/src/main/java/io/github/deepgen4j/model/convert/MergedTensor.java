// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.lora.StoredAdapter;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * A weight with its adapter added, computed in float32 row by row while it is read: W + scale B A, of an embedding
 * E + scale (B A)^T. It reads as float32, so that whoever stores it rounds once.
 */
final class MergedTensor implements StoredTensor {
    private final StoredTensor weight;
    private final StoredAdapter adapter;
    private final TensorSpec spec;
    private final long width;

    /** @param adapter one that {@linkplain StoredAdapter#fits fits} the weight */
    MergedTensor(StoredTensor weight, StoredAdapter adapter) {
        this.weight = weight;
        this.adapter = adapter;
        this.spec =
                new TensorSpec(weight.spec().name(), DType.F32, weight.spec().shape());
        this.width = spec.shape()[1];
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public String where() {
        return weight.where() + " with the adapter of " + adapter.a().where();
    }

    @Override
    public void read(long first, MemorySegment target) {
        long count = target.byteSize() / DType.F32.bytes();
        if (count == 0) {
            return;
        }
        long row = first / width;
        long rows = (first + count - 1) / width + 1 - row;
        try (var _ = Scope.open()) {
            Tensor merged = weight.elements(row * width, rows * width)
                    .to(DType.F32)
                    .reshape(rows, width)
                    .add(change(row, rows).mul(adapter.scale()));
            Tensor wanted = merged.reshape(-1).narrow(0, first - row * width, count);
            target.copyFrom(MemorySegment.ofArray(wanted.storedBytes()));
        }
    }

    /** Those rows of B A, or of its transpose. (rows, width) */
    private Tensor change(long row, long rows) {
        Tensor a = adapter.a().tensor().to(DType.F32);
        Tensor b = adapter.b().tensor().to(DType.F32);
        return adapter.embedding()
                ? a.narrow(1, row, rows).transpose(0, 1).matmul(b.transpose(0, 1))
                : b.narrow(0, row, rows).matmul(a);
    }
}
