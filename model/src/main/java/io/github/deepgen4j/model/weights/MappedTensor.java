// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor whose elements lie one after another in one or more parts of mapped files.
 *
 * @param pieces together exactly the tensor's bytes
 */
public record MappedTensor(String where, TensorSpec spec, List<MemorySegment> pieces) implements StoredTensor {
    public MappedTensor {
        long found = pieces.stream().mapToLong(MemorySegment::byteSize).sum();
        if (found != spec.byteSize()) {
            throw new WeightException(where + ": " + spec + " expected " + spec.byteSize() + " bytes, found " + found);
        }
        pieces = List.copyOf(pieces);
    }

    /** A tensor of a safetensors file. */
    public static MappedTensor of(Safetensors file, String name) {
        Safetensors.Entry entry = file.entry(name);
        return new MappedTensor(file.path().toString(), entry.spec(), List.of(entry.data()));
    }

    @Override
    public void read(long first, MemorySegment target) {
        long from = Math.multiplyExact(first, (long) spec.type().bytes());
        if (from < 0 || target.byteSize() > spec.byteSize() - from) {
            throw new IndexOutOfBoundsException("element " + first + " and " + target.byteSize() + " bytes of " + spec);
        }
        long done = 0;
        for (MemorySegment piece : pieces) {
            long size = piece.byteSize();
            if (from < size && done < target.byteSize()) {
                long count = Math.min(size - from, target.byteSize() - done);
                MemorySegment.copy(piece, from, target, done, count);
                done += count;
                from += count;
            }
            from -= size;
        }
    }
}
