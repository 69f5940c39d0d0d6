// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.arrow;

import java.io.ByteArrayInputStream;
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

/** Unpacks buffers of compressed batches. Those of the batch last used are kept, while memory allows, for cells beside it. */
final class Unpacking {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long AS_IT_IS = -1;
    private static final int MAX_BUFFER = 1 << 30;

    private RecordBatch latest;
    private SoftReference<Map<Integer, MemorySegment>> unpacked = new SoftReference<>(null);

    /** @param stored the unpacked length, then the bytes */
    synchronized MemorySegment unpack(RecordBatch batch, int number, MemorySegment stored) {
        if (stored.byteSize() == 0) {
            return stored;
        }
        long length = stored.get(LONG, 0);
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
        return known.computeIfAbsent(
                number,
                _ -> MemorySegment.ofArray(
                        bytes(packed, length, batch.compression().codec())));
    }

    private static byte[] bytes(MemorySegment packed, long length, byte codec) {
        if (length < 0 || length > MAX_BUFFER || packed.byteSize() > MAX_BUFFER) {
            throw new IllegalArgumentException(
                    ("expected compressed columns of at most %,d bytes in a batch, found %,d;"
                                    + " write the file without compression, or in smaller batches")
                            .formatted(MAX_BUFFER, Math.max(length, packed.byteSize())));
        }
        try (InputStream in = decoder(codec, new ByteArrayInputStream(packed.toArray(ValueLayout.JAVA_BYTE)))) {
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new IOException("expected %,d bytes, found %,d".formatted(length, bytes.length));
            }
            return bytes;
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
