// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Neighbouring attention segments of equal length, attended as one batch.
 *
 * @param start patch at which the first one begins
 * @param count number of segments
 * @param length of each in patches
 */
record Segments(long start, long count, long length) {
    /** (1, H, N, d) -> (count, H, length, d) */
    Tensor cut(Tensor x) {
        return x.narrow(2, start, count * length)
                .reshape(x.size(1), count, length, x.size(3))
                .transpose(0, 1);
    }

    /** (count, H, length, d) -> (1, H, count*length, d) */
    Tensor unite(Tensor x) {
        return x.transpose(0, 1).reshape(1, x.size(1), count * length, x.size(3));
    }
}
