// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import java.util.Arrays;

/**
 * The LoRA adapter of one module in a file (spec/model.md section 9.4).
 *
 * @param a (rank, in), of an embedding (rank, tokens)
 * @param b (out, rank), of an embedding (width, rank)
 * @param scale alpha / rank
 * @param embedding whether the weight (tokens, width) takes the transposed product
 */
public record StoredAdapter(StoredTensor a, StoredTensor b, double scale, boolean embedding) {
    /** True if the factors fit each other and a weight. */
    public boolean fits(TensorSpec weight) {
        long[] shapeA = a.spec().shape();
        long[] shapeB = b.spec().shape();
        if (shapeA.length != 2 || shapeB.length != 2 || shapeA[0] != shapeB[1]) {
            return false;
        }
        long[] adapted = embedding ? new long[] {shapeA[1], shapeB[0]} : new long[] {shapeB[0], shapeA[1]};
        return Arrays.equals(adapted, weight.shape());
    }
}
