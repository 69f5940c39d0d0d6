// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Precision of the constants that the reference casts to bf16 together with the weights: rotary frequencies and CLIP
 * mean and deviation (spec/model.md section 4.3 "inv_freq rounding", Q17). The released weights were trained with
 * {@link #BF16}.
 */
public enum ConstantPrecision {
    BF16,
    F32;

    /** The values as this precision holds them, in float32. */
    Tensor round(Tensor values) {
        return this == BF16 ? values.to(DType.BF16).to(DType.F32) : values;
    }
}
