// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.tensor.DType;

/** In which type the result is stored. */
public enum TargetType {
    /** Each tensor in the type in which its source stores it. */
    KEEP,
    BF16,
    FP16,
    FP32,
    /** Matrices of linear layers in int8, but for those that suffer most; everything else as with {@link #KEEP}. */
    INT8;

    DType of(DType stored) {
        return switch (this) {
            case KEEP, INT8 -> stored;
            case BF16 -> DType.BF16;
            case FP16 -> DType.F16;
            case FP32 -> DType.F32;
        };
    }
}
