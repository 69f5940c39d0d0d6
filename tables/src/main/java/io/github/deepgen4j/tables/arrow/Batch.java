// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import io.github.deepgen4j.tables.arrow.BytesColumn.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.RecordBatch;

/** The rows between two places of a file. */
final class Batch {
    private final int firstRow;
    private final RecordBatch header;
    private final MemorySegment body;
    private final Unpacking unpacking;

    Batch(int firstRow, RecordBatch header, MemorySegment body, Unpacking unpacking) {
        this.firstRow = firstRow;
        this.header = header;
        this.body = body;
        this.unpacking = unpacking;
    }

    int firstRow() {
        return firstRow;
    }

    boolean valid(Place place, long row) {
        if (header.nodes(place.node()).nullCount() == 0) {
            return true; // there need not be any bits
        }
        byte bits = buffer(firstBuffer(place)).get(ValueLayout.JAVA_BYTE, row >> 3);
        return (bits >> (row & 7) & 1) == 1;
    }

    int firstBuffer(Place place) {
        long buffer = place.buffer();
        for (int i = 0; i < place.views(); i++) {
            buffer += header.variadicBufferCounts(i);
        }
        return Math.toIntExact(buffer);
    }

    void checkUnpackable(int number) {
        if (header.compression() != null && number < header.buffersLength()) {
            Unpacking.length(stored(number));
        }
    }

    MemorySegment buffer(int number) {
        return header.compression() == null ? stored(number) : unpacking.unpack(header, number, stored(number));
    }

    private MemorySegment stored(int number) {
        Buffer place = header.buffers(number);
        return body.asSlice(place.offset(), place.length());
    }
}
