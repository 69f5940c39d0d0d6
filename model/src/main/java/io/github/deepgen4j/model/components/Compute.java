// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.tensor.Arithmetic;
import io.github.deepgen4j.tensor.DType;

/** Type of the arithmetic of all networks (spec/model.md section 0). */
public enum Compute {
    /** bf16 for a large model on a machine that multiplies bf16 faster than float32 (measured once), else float32. */
    AUTO,
    F32,
    BF16,
    /**
     * Linear layers multiply int8 weights and activations where {@link io.github.deepgen4j.model.weights.Int8Rules}
     * lets them; everything else is as of {@link #AUTO}.
     */
    INT8,
    /** The same, everything else in float32. */
    INT8_F32,
    /** The same, everything else in bf16. */
    INT8_BF16;

    /** From this many parameters on the time of an image depends on the type; below it the exact one costs nothing. */
    private static final long LARGE = 200_000_000;

    /** This type, whatever the model and the machine. */
    public static Compute of(DType type) {
        return switch (type) {
            case F32 -> F32;
            case BF16 -> BF16;
            default -> throw new IllegalArgumentException("arithmetic expected F32 or BF16, found " + type);
        };
    }

    /** True if linear layers are quantised to int8, whatever type they are stored in. */
    public boolean quantises() {
        return this == INT8 || this == INT8_F32 || this == INT8_BF16;
    }

    /**
     * The type to compute in, of activations between the products.
     *
     * @param parameters of the whole model
     */
    public DType type(long parameters) {
        return switch (this) {
            case F32, INT8_F32 -> DType.F32;
            case BF16, INT8_BF16 -> DType.BF16;
            case AUTO, INT8 -> parameters >= LARGE && Arithmetic.bf16IsFaster() ? DType.BF16 : DType.F32;
        };
    }
}
