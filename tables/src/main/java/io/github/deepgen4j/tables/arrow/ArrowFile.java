// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/**
 * An Apache Arrow file, mapped into memory: the IPC stream format, in which data set hubs keep their sets, and the IPC
 * file format, which is that of Feather 2. Any cell can be read at once, without its neighbours, unless the file is
 * compressed. Safe for several threads; nothing may be read after {@link #close}.
 *
 * <p>Arrow's own Java library reads whole batches into memory of its own, and every program that uses it must open a
 * package of the JDK on its command line. Here only its description of the format is used.
 *
 * <p>Source: "Arrow Columnar Format", section "Serialization and Interprocess Communication", and Message.fbs.
 */
public final class ArrowFile implements AutoCloseable {
    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FEATHER_1 = "FEA1".getBytes(StandardCharsets.US_ASCII);
    private static final int CONTINUES = -1;

    private final Arena arena;
    private final List<Batch> batches = new ArrayList<>();
    private final Unpacking unpacking = new Unpacking();
    private Columns columns;
    private int rows;

    private ArrowFile(Arena arena) {
        this.arena = arena;
    }

    /** @throws IOException if it cannot be read, or is no Arrow file, or a damaged one */
    public static ArrowFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            var file = new ArrowFile(arena);
            file.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            return file;
        } catch (IOException | Error e) {
            arena.close();
            throw e;
        } catch (RuntimeException e) { // offsets and counts that lead nowhere
            arena.close();
            throw new IOException("damaged: a place or a number in it is impossible", e);
        }
    }

    private void read(MemorySegment file) throws IOException {
        if (startsWith(file, FEATHER_1)) {
            throw new IOException(
                    "the first version of Feather; write it anew as the second, which is Arrow's file format");
        } else if (startsWith(file, MAGIC)) {
            readFile(file);
        } else {
            readStream(file);
        }
    }

    /** A list of the batches at its end; some writers put things of their own between them. */
    private void readFile(MemorySegment file) throws IOException {
        long trailer = file.byteSize() - Integer.BYTES - MAGIC.length;
        if (trailer < 0 || !startsWith(file.asSlice(trailer + Integer.BYTES), MAGIC)) {
            throw new IOException("expected ARROW1 at its end, found other bytes: the file is cut short");
        }
        int length = integer(file, trailer);
        Footer footer = Footer.getRootAsFooter(table(file, trailer - length, length));
        for (int i = 0; i < footer.recordBatchesLength(); i++) {
            Part part = Part.at(file, footer.recordBatches(i).offset());
            if (i == 0) { // the footer may tell another version than the batches, whose layout it is
                start(footer.schema(), part.message().version());
            }
            add(part);
        }
        if (columns == null) {
            start(footer.schema(), footer.version());
        }
    }

    /** One message after another, up to an empty one or the end of the file. */
    private void readStream(MemorySegment file) throws IOException {
        long at = 0;
        while (at < file.byteSize()) {
            Part part = Part.at(file, at);
            if (part == null) {
                break;
            }
            if (part.message().headerType() == MessageHeader.Schema) {
                start(
                        (Schema) part.message().header(new Schema()),
                        part.message().version());
            } else if (part.message().headerType() == MessageHeader.RecordBatch) {
                add(part);
            }
            at = part.end();
        }
        if (columns == null) {
            throw new IOException("no schema in it");
        }
    }

    private void start(Schema schema, short version) throws IOException {
        if (schema.endianness() != Endianness.Little) {
            throw new IOException("its numbers are big-endian; expected little-endian");
        }
        columns = Columns.of(schema, version);
    }

    private void add(Part part) throws IOException {
        if (columns == null) {
            throw new IOException("rows before the schema");
        }
        RecordBatch header = (RecordBatch) part.message().header(new RecordBatch());
        if (header.length() < 0) {
            throw new IOException("expected a batch of 0 rows or more, found " + header.length());
        }
        batches.add(new Batch(rows, header, part.body(), unpacking));
        rows = Math.addExact(rows, Math.toIntExact(header.length()));
    }

    /**
     * A message and the bytes that belong to it.
     *
     * @param end where the next one starts
     */
    private record Part(Message message, MemorySegment body, long end) {
        /** @return null for the empty one that ends a stream */
        static Part at(MemorySegment file, long start) throws IOException {
            long at = start;
            int length = integer(file, at);
            at += Integer.BYTES;
            if (length == CONTINUES) { // absent before Arrow 0.15
                length = integer(file, at);
                at += Integer.BYTES;
            }
            if (length == 0) {
                return null;
            }
            Message message = Message.getRootAsMessage(table(file, at, length));
            at += length;
            if (message.bodyLength() < 0 || message.bodyLength() > file.byteSize() - at) {
                throw new IOException(
                        "expected at most %,d bytes after byte %,d, found a message about %,d: the file is cut short"
                                .formatted(file.byteSize() - at, at, message.bodyLength()));
            }
            return new Part(message, file.asSlice(at, message.bodyLength()), at + message.bodyLength());
        }
    }

    private static ByteBuffer table(MemorySegment file, long at, int length) throws IOException {
        if (at < 0 || length < 0 || length > file.byteSize() - at) {
            throw new IOException("expected a message of at most %,d bytes at byte %,d, found one of %,d"
                    .formatted(file.byteSize() - at, at, length));
        }
        return file.asSlice(at, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean startsWith(MemorySegment file, byte[] bytes) {
        return file.byteSize() >= bytes.length
                && file.asSlice(0, bytes.length).mismatch(MemorySegment.ofArray(bytes)) < 0;
    }

    private static int integer(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
    }

    public int rows() {
        return rows;
    }

    /** All columns with their types, for messages: {@code [id Int, image.bytes Binary]}. */
    public List<String> columns() {
        return columns.all();
    }

    /**
     * A column of texts or bytes.
     *
     * @param path its name; {@code image.bytes} is a field of the structures in {@code image}
     * @return empty if there is none of that name, or it holds something else
     * @throws IOException if it is damaged, or its compressed batches are too large to be unpacked for single cells
     */
    public Optional<BytesColumn> column(String path) throws IOException {
        return unpackable(path, columns.bytes(path));
    }

    /** A column of truth values, whose cells are one byte, 1 or 0; otherwise as {@link #column}. */
    public Optional<BytesColumn> truths(String path) throws IOException {
        return unpackable(path, columns.truths(path));
    }

    private Optional<BytesColumn> unpackable(String path, Optional<BytesColumn> column) throws IOException {
        if (column.isPresent()) {
            try {
                for (Batch batch : batches) {
                    column.get().checkUnpackable(batch);
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(path + ": " + e.getMessage(), e);
            } catch (RuntimeException e) {
                throw new IOException(path + ": damaged: a place or a number in it is impossible", e);
            }
        }
        return column;
    }

    /**
     * The bytes of one cell, a copy; null if it is null.
     *
     * @param row 0 to rows - 1
     * @throws RuntimeException if the file is damaged there
     */
    public byte[] bytes(BytesColumn column, int row) {
        int low = 0;
        int high = batches.size() - 1;
        while (low < high) { // the last batch that starts at this row or before
            int middle = (low + high + 1) >>> 1;
            if (batches.get(middle).firstRow() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Batch batch = batches.get(low);
        return column.bytes(batch, row - batch.firstRow());
    }

    @Override
    public void close() {
        arena.close();
    }
}
