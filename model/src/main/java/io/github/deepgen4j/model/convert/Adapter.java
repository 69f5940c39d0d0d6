// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import java.util.Arrays;

/**
 * The LoRA adapter of one module (spec/model.md section 9.4).
 *
 * @param a (rank, in), of an embedding (rank, tokens)
 * @param b (out, rank), of an embedding (width, rank)
 * @param scale alpha / rank
 * @param embedding whether the weight (tokens, width) takes the transposed product
 */
record Adapter(StoredTensor a, StoredTensor b, double scale, boolean embedding) {
    /** Shape of the weight that the adapter fits, or null when the halves do not even fit each other. */
    long[] weightShape() {
        long[] shapeA = a.spec().shape();
        long[] shapeB = b.spec().shape();
        if (shapeA.length != 2 || shapeB.length != 2 || shapeA[0] != shapeB[1]) {
            return null;
        }
        return embedding ? new long[] {shapeA[1], shapeB[0]} : new long[] {shapeB[0], shapeA[1]};
    }

    boolean fits(TensorSpec weight) {
        return Arrays.equals(weightShape(), weight.shape());
    }
}
