// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import static io.github.deepgen4j.tensor.Functional.dropout;
import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.linear;

import io.github.deepgen4j.model.weights.Adapter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** The two factors beside one weight, in float32. */
sealed interface LowRank extends Adapter {
    Tensor a();

    Tensor b();

    /** The product that merging adds to the weight, in float32 and in its shape. */
    Tensor product();

    /** Beside a linear layer: A (r, in), B (out, r). */
    record OfLinear(Tensor a, Tensor b, Lora owner) implements LowRank {
        @Override
        public Tensor add(Tensor output, Tensor input) {
            DType type = input.dtype();
            Tensor narrow = linear(dropout(input, owner.activeDropout()), a.to(type), null); // (..., r)
            return output.add(
                    linear(narrow, b.to(type), null).mul(owner.config().scale()));
        }

        @Override
        public Tensor product() {
            return b.matmul(a).mul(owner.config().scale());
        }
    }

    /** Beside an embedding: A (r, V), B (D, r); its input are ids, so there is nothing to drop. */
    record OfEmbedding(Tensor a, Tensor b, Lora owner) implements LowRank {
        @Override
        public Tensor add(Tensor output, Tensor ids) {
            DType type = output.dtype();
            Tensor narrow = embedding(ids, a.transpose(0, 1)).to(type); // (..., r)
            return output.add(
                    linear(narrow, b.to(type), null).mul(owner.config().scale()));
        }

        @Override
        public Tensor product() {
            return b.matmul(a).transpose(0, 1).mul(owner.config().scale());
        }
    }
}
