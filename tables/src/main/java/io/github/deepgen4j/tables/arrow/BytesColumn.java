// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** A column of texts, of bytes or of truth values, perhaps a field of structures. */
public final class BytesColumn {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int VIEW = 16;
    private static final int INLINE = 12;
    private static final int MAX_CELL = 1 << 29;

    /** The place of the bytes of one cell. */
    enum Storage {
        OFFSETS,
        LONG_OFFSETS,
        VIEWS,
        /** A truth value, read as one byte. */
        BIT
    }

    /**
     * The place of a column, or of a structure around it, in every batch.
     *
     * @param node its number among the nodes
     * @param buffer its first buffer, the bits of validity, were there no views before it
     * @param views columns of views before it, each of which has further buffers
     */
    record Place(int node, int buffer, int views) {}

    private final List<Place> places;
    private final Storage storage;

    /** @param places from the outermost structure to the column itself */
    BytesColumn(List<Place> places, Storage storage) {
        this.places = places;
        this.storage = storage;
    }

    /** Throws {@link IllegalArgumentException} where its buffers are too large to be unpacked. */
    void checkUnpackable(Batch batch) {
        for (int i = 1; i <= (storage == Storage.BIT ? 1 : 2); i++) {
            batch.checkUnpackable(batch.firstBuffer(places.getLast()) + i);
        }
    }

    byte[] bytes(Batch batch, long row) {
        for (Place place : places) {
            if (!batch.valid(place, row)) {
                return null;
            }
        }
        int second = batch.firstBuffer(places.getLast()) + 1;
        return switch (storage) {
            case OFFSETS -> {
                MemorySegment offsets = batch.buffer(second);
                yield cut(batch.buffer(second + 1), offsets.getAtIndex(INT, row), offsets.getAtIndex(INT, row + 1));
            }
            case LONG_OFFSETS -> {
                MemorySegment offsets = batch.buffer(second);
                yield cut(batch.buffer(second + 1), offsets.getAtIndex(LONG, row), offsets.getAtIndex(LONG, row + 1));
            }
            case VIEWS -> view(batch, second, row);
            case BIT ->
                new byte[] {(byte) (batch.buffer(second).get(ValueLayout.JAVA_BYTE, row >> 3) >> (row & 7) & 1)};
        };
    }

    /** Length, then either the bytes or their first four, the number of their buffer and their place in it. */
    private static byte[] view(Batch batch, int views, long row) {
        MemorySegment view = batch.buffer(views).asSlice(row * VIEW, VIEW);
        int length = view.get(INT, 0);
        if (length <= INLINE) {
            return cut(view, Integer.BYTES, Integer.BYTES + length);
        }
        int from = view.get(INT, 12);
        return cut(batch.buffer(views + 1 + view.get(INT, 8)), from, (long) from + length);
    }

    private static byte[] cut(MemorySegment data, long from, long to) {
        if (to - from > MAX_CELL) {
            throw new IllegalArgumentException("expected at most %,d bytes, found %,d".formatted(MAX_CELL, to - from));
        }
        return data.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
    }
}
