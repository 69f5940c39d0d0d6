// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.PackedInt8;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.function.Supplier;

/**
 * A matrix in int8. It is read when it is first multiplied, laid out for the processor, and from then on takes one byte
 * a weight. Where the processor has no such products, or a GPU multiplies, it is converted for each product instead.
 * Owns the copy until closed.
 */
final class QuantisedMatrix implements Matrix, AutoCloseable {
    private final Supplier<Int8Matrix> source;
    private final Runnable packedNow;
    private PackedInt8 packed;

    /**
     * @param source reads the matrix, into the innermost scope
     * @param packedNow told once the matrix is copied, and what it was read from is not needed any more
     */
    QuantisedMatrix(Supplier<Int8Matrix> source, Runnable packedNow) {
        this.source = source;
        this.packedNow = packedNow;
    }

    @Override
    public Tensor product(Tensor x, Tensor bias) {
        if (PackedInt8.available()) {
            return packed().product(x, bias);
        }
        try (var scope = Scope.open()) {
            Tensor weight = source.get().dequantised(x.dtype());
            return scope.keep(linear(x, weight, bias == null ? null : bias.to(x.dtype())));
        }
    }

    private PackedInt8 packed() {
        if (packed == null) {
            try (var _ = Scope.open()) {
                packed = PackedInt8.of(source.get());
            }
            packedNow.run();
        }
        return packed;
    }

    @Override
    public Tensor rows(Tensor ids, DType type) {
        try (var scope = Scope.open()) {
            Int8Matrix matrix = source.get();
            Tensor scales = embedding(ids, matrix.scales().unsqueeze(1)); // (..., 1)
            return scope.keep(
                    embedding(ids, matrix.values()).to(DType.F32).mul(scales).to(type));
        }
    }

    @Override
    public void close() {
        if (packed != null) {
            packed.close();
        }
    }
}
