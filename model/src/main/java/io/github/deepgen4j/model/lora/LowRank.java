// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Functional;
import io.github.deepgen4j.tensor.Tensor;
import java.util.function.DoubleSupplier;

/** The two factors beside one weight, in float32. */
sealed interface LowRank {
    /** The weight with the factors beside it. */
    Matrix beside(Matrix weight);

    /** The product that merging adds to the weight, in float32 and in its shape. */
    Tensor product();

    /**
     * Beside a linear layer: A (r, in), B (out, r).
     *
     * @param scale of the product, alpha / rank times the strength
     * @param dropout share of the inputs that is zeroed now
     */
    record OfLinear(Tensor a, Tensor b, double scale, DoubleSupplier dropout) implements LowRank {
        @Override
        public Matrix beside(Matrix weight) {
            return new Matrix() {
                @Override
                public Tensor product(Tensor x, Tensor bias) {
                    return weight.product(x, bias).add(adapted(x));
                }

                @Override
                public Tensor rows(Tensor ids, DType type) {
                    throw new UnsupportedOperationException("the adapter of a linear layer has no rows to look up");
                }
            };
        }

        /** (..., in) -> (..., out) */
        private Tensor adapted(Tensor x) {
            Tensor narrow = linear(Functional.dropout(x, dropout.getAsDouble()), a.to(x.dtype()), null); // (..., r)
            return linear(narrow, b.to(x.dtype()), null).mul(scale);
        }

        @Override
        public Tensor product() {
            return b.matmul(a).mul(scale);
        }
    }

    /**
     * Beside an embedding: A (r, V), B (D, r). Its input are ids, so there is nothing to drop; an output head tied to
     * the embedding stays without, as in PEFT.
     */
    record OfEmbedding(Tensor a, Tensor b, double scale) implements LowRank {
        @Override
        public Matrix beside(Matrix weight) {
            return new Matrix() {
                @Override
                public Tensor product(Tensor x, Tensor bias) {
                    return weight.product(x, bias);
                }

                @Override
                public Tensor rows(Tensor ids, DType type) {
                    return weight.rows(ids, type).add(adapted(ids, type));
                }
            };
        }

        /** ids (...) -> (..., D) */
        private Tensor adapted(Tensor ids, DType type) {
            Tensor narrow = embedding(ids, a.transpose(0, 1)).to(type); // (..., r)
            return linear(narrow, b.to(type), null).mul(scale);
        }

        @Override
        public Tensor product() {
            return b.matmul(a).transpose(0, 1).mul(scale);
        }
    }
}
