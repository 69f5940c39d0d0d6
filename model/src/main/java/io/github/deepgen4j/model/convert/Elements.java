// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves tensors in pieces of a few million elements, so that no tensor is ever whole in memory. */
final class Elements {
    /** About 16 MB of float32: large enough for the disk, small beside any shard. */
    private static final long PIECE = 1 << 22;

    private Elements() {}

    /** Finite numbers that became infinite, because the type could not hold them. */
    record Overflow(long elements, double largest) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d elements up to %.6g", elements, largest);
        }
    }

    private static byte[] bytes(StoredTensor tensor, long first, long count) {
        byte[] bytes = new byte[Math.toIntExact(count * tensor.spec().type().bytes())];
        tensor.read(first, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /** Gives all elements in order to the sink, in the given type, as they are stored. */
    static Optional<Overflow> stream(StoredTensor tensor, DType type, Consumer<ByteBuffer> sink) {
        long elements = tensor.spec().elements();
        long piece = piece(tensor.spec().shape());
        Optional<Overflow> overflow = Optional.empty();
        for (long at = 0; at < elements; at += piece) {
            long count = Math.min(piece, elements - at);
            if (tensor.spec().type() == type) {
                sink.accept(ByteBuffer.wrap(bytes(tensor, at, count)));
                continue;
            }
            try (var _ = Scope.open()) {
                Tensor before = tensor.elements(at, count);
                Tensor after = before.to(type);
                overflow = sum(overflow, overflow(before, after));
                sink.accept(ByteBuffer.wrap(after.storedBytes()));
            }
        }
        return overflow;
    }

    /** Whole rows where they are short enough: an adapter is added row by row. */
    private static long piece(long[] shape) {
        long row = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            row *= Math.max(shape[axis], 1);
        }
        return row > PIECE ? PIECE : PIECE / row * row;
    }

    private static Optional<Overflow> overflow(Tensor before, Tensor after) {
        if (after.isFinite()) {
            return Optional.empty();
        }
        Tensor size = before.to(DType.F32).abs();
        Tensor lost = after.to(DType.F32).abs().eq(Double.POSITIVE_INFINITY).and(size.lt(Double.POSITIVE_INFINITY));
        long count = (long) lost.to(DType.F64).sum().item();
        if (count == 0) {
            return Optional.empty(); // infinite or NaN before
        }
        return Optional.of(
                new Overflow(count, size.maskedFill(lost.eq(0), 0).max().item()));
    }

    private static Optional<Overflow> sum(Optional<Overflow> one, Optional<Overflow> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return Optional.of(new Overflow(
                one.get().elements() + other.get().elements(),
                Math.max(one.get().largest(), other.get().largest())));
    }
}
