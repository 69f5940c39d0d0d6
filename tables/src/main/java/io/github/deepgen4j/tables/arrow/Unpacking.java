// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.SoftReference;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/**
 * Unpacks buffers of compressed batches. Those of the batch last used are kept, while memory allows, for cells beside
 * it.
 */
final class Unpacking {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long AS_IT_IS = -1;
    private static final int MAX_BUFFER = 1 << 28; // it takes as much of the Java heap

    private RecordBatch latest;
    private SoftReference<Map<Integer, MemorySegment>> unpacked = new SoftReference<>(null);

    /**
     * Bytes that a buffer has when unpacked.
     *
     * @param stored this length, then the bytes
     * @throws IllegalArgumentException if they are too many
     */
    static long length(MemorySegment stored) {
        long length = stored.byteSize() == 0 ? 0 : stored.get(LONG, 0);
        if (length < AS_IT_IS || length > MAX_BUFFER || (length != AS_IT_IS && stored.byteSize() > MAX_BUFFER)) {
            throw new IllegalArgumentException(
                    ("expected at most %,d bytes of a compressed column in a batch, found %,d;"
                                    + " write the file without compression, or in batches of fewer rows")
                            .formatted(MAX_BUFFER, Math.max(length, stored.byteSize())));
        }
        return length;
    }

    /** @param stored the unpacked length, then the bytes */
    synchronized MemorySegment unpack(RecordBatch batch, int number, MemorySegment stored) {
        long length = length(stored);
        if (length == 0) {
            return MemorySegment.NULL;
        }
        MemorySegment packed = stored.asSlice(LONG.byteSize());
        if (length == AS_IT_IS) {
            return packed;
        }
        Map<Integer, MemorySegment> known = unpacked.get();
        if (batch != latest || known == null) {
            latest = batch;
            known = new HashMap<>();
            unpacked = new SoftReference<>(known);
        }
        return known.computeIfAbsent(number, _ -> {
            byte[] bytes = new byte[(int) length];
            unpack(packed, bytes, batch.compression().codec());
            return MemorySegment.ofArray(bytes);
        });
    }

    private static void unpack(MemorySegment packed, byte[] bytes, byte codec) {
        try (InputStream in = decoder(codec, new ByteBufferBackedInputStream(packed.asByteBuffer()))) {
            int found = in.readNBytes(bytes, 0, bytes.length);
            if (found < bytes.length) {
                throw new IOException("expected %,d bytes, found %,d".formatted(bytes.length, found));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static InputStream decoder(byte codec, InputStream packed) throws IOException {
        return switch (codec) {
            case CompressionType.LZ4_FRAME -> new FramedLZ4CompressorInputStream(packed);
            case CompressionType.ZSTD -> new ZstdCompressorInputStream(packed);
            default -> throw new IOException("unknown compression " + codec);
        };
    }
}
