// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types, with their size in bytes and their name in a safetensors header. */
public enum DType {
    /** 32-bit float. */
    F32(ScalarType.Float, 4, "F32"),
    /** 64-bit float. */
    F64(ScalarType.Double, 8, "F64"),
    /** The upper 16 bits of a 32-bit float: its range with 8 significant bits. */
    BF16(ScalarType.BFloat16, 2, "BF16"),
    /** 16-bit IEEE float. */
    F16(ScalarType.Half, 2, "F16"),
    /** Signed 64-bit integer: ids, classes, indices. */
    I64(ScalarType.Long, 8, "I64"),
    /** Signed 32-bit integer. */
    I32(ScalarType.Int, 4, "I32"),
    /** Unsigned byte. */
    U8(ScalarType.Byte, 1, "U8"),
    /** Signed byte: weights of {@link Int8Matrix}. */
    I8(ScalarType.Char, 1, "I8"),
    /** One byte, 0 or 1. */
    BOOL(ScalarType.Bool, 1, "BOOL");

    private final ScalarType raw;
    private final int bytes;
    private final String safetensorsName;

    DType(ScalarType raw, int bytes, String safetensorsName) {
        this.raw = raw;
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
    }

    ScalarType raw() {
        return raw;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name used in safetensors headers, for example {@code BF16}. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** True for F32, F64, BF16 and F16: the types that can have a gradient. */
    public boolean isFloating() {
        return this == F32 || this == F64 || this == BF16 || this == F16;
    }

    static DType of(ScalarType raw) {
        ScalarType known = raw.intern();
        for (DType type : values()) {
            if (type.raw == known) {
                return type;
            }
        }
        throw new TensorException(
                "element type " + known + " is not supported; expected one of F32 F64 BF16 F16 I64 I32 U8 I8 BOOL");
    }
}
