// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import io.github.deepgen4j.tensor.DType;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of stored elements ({@code ggml-org/ggml: include/ggml.h}, {@code enum ggml_type}): plain, or blocks of
 * elements that share scales.
 */
public enum GgmlType {
    F32(0, DType.F32),
    F16(1, DType.F16),
    Q4_0(2, 32, 18, Blocks::q4Zero),
    Q4_1(3, 32, 20, Blocks::q4One),
    Q5_0(6, 32, 22, Blocks::q5Zero),
    Q5_1(7, 32, 24, Blocks::q5One),
    Q8_0(8, 32, 34, Blocks::q8Zero),
    Q2_K(10, 256, 84, SuperBlocks::q2),
    Q3_K(11, 256, 110, SuperBlocks::q3),
    Q4_K(12, 256, 144, SuperBlocks::q4),
    Q5_K(13, 256, 176, SuperBlocks::q5),
    Q6_K(14, 256, 210, SuperBlocks::q6),
    BF16(30, DType.BF16);

    /** Values of one block. */
    @FunctionalInterface
    interface Decoder {
        /**
         * @param block exactly one block's bytes
         * @param values as many as the block has elements
         */
        void decode(byte[] block, float[] values);
    }

    private final int id;
    private final int blockElements;
    private final int blockBytes;
    private final DType plain; // null for blocks
    private final Decoder decoder; // null for plain elements

    GgmlType(int id, DType plain) {
        this.id = id;
        this.blockElements = 1;
        this.blockBytes = plain.bytes();
        this.plain = plain;
        this.decoder = null;
    }

    GgmlType(int id, int blockElements, int blockBytes, Decoder decoder) {
        this.id = id;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.plain = null;
        this.decoder = decoder;
    }

    /** The type of a number in a file; empty for one that this reader does not know. */
    static Optional<GgmlType> of(int id) {
        return Stream.of(values()).filter(type -> type.id == id).findFirst();
    }

    /** Elements of a block; 1 for plain types. */
    public int blockElements() {
        return blockElements;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** The type of plain elements; empty for blocks. */
    Optional<DType> plain() {
        return Optional.ofNullable(plain);
    }

    Decoder decoder() {
        return decoder;
    }
}
