// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A tensor of a GGUF file. Blocks read as float32, computed while they are read; the values need no more than bfloat16
 * to be kept as exactly as they were ever known.
 *
 * @param data the blocks, read-only
 */
public record GgufTensor(String where, TensorSpec spec, GgmlType type, MemorySegment data) implements StoredTensor {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public DType keptAs() {
        return type.plain().orElse(DType.BF16);
    }

    @Override
    public void read(long first, MemorySegment target) {
        int bytes = spec.type().bytes();
        long count = target.byteSize() / bytes;
        if (first < 0 || count > spec.elements() - first) {
            throw new IndexOutOfBoundsException("element " + first + " and " + count + " more of " + spec);
        }
        if (type.plain().isPresent()) {
            MemorySegment.copy(data, first * bytes, target, 0, target.byteSize());
        } else {
            decode(first, count, target);
        }
    }

    private void decode(long first, long count, MemorySegment target) {
        byte[] block = new byte[type.blockBytes()];
        float[] values = new float[type.blockElements()];
        long done = 0;
        while (done < count) {
            long number = (first + done) / values.length;
            int from = (int) ((first + done) % values.length);
            int some = (int) Math.min(values.length - from, count - done);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, number * block.length, block, 0, block.length);
            type.decoder().decode(block, values);
            MemorySegment.copy(values, from, target, F32, done * Float.BYTES, some);
            done += some;
        }
    }

    @Override
    public String describe() {
        return type.plain().isPresent() ? where + ": " + spec : where + ": " + spec + " from " + type;
    }
}
