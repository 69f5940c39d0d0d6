// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * Checks of what a Parquet file says about itself, before any row is read: the library believes it. What is wrong with
 * the whole file is told once, here.
 */
final class ParquetFooter {
    private static final int TAIL = 8; // length of the footer, PAR1
    private static final int SMALLEST = 12;
    private static final Set<CompressionCodec> UNREAD = Set.of(CompressionCodec.LZO, CompressionCodec.BROTLI);

    private ParquetFooter() {}

    /**
     * The place of the footer, before which all data end.
     *
     * @throws TableException if the file is not a whole, unencrypted Parquet file as far as its ends tell
     */
    static long start(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            String head = magic(channel, 0);
            String tail = size < SMALLEST ? "" : magic(channel, size - 4);
            if (tail.equals("PARE") || head.equals("PARE")) {
                throw new TableException(file + ": the Parquet file is encrypted; write it without encryption");
            }
            if (!head.equals("PAR1") || !tail.equals("PAR1")) {
                throw new TableException(file + ": not a Parquet file that can be read ("
                        + (head.equals("PAR1")
                                ? "cut short: PAR1 is missing at its end"
                                : "PAR1 is missing at its start")
                        + ")");
            }
            ByteBuffer length = bytes(channel, size - TAIL).order(ByteOrder.LITTLE_ENDIAN);
            long start = size - TAIL - Integer.toUnsignedLong(length.getInt(0));
            if (start < 4) {
                throw new TableException(file + ": not a Parquet file that can be read (its footer is longer than it)");
            }
            return start;
        }
    }

    private static String magic(FileChannel channel, long at) throws IOException {
        return new String(bytes(channel, at).array(), StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer bytes(FileChannel channel, long at) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4);
        while (four.hasRemaining() && channel.read(four, at + four.position()) > 0) {
            continue;
        }
        return four;
    }

    /**
     * The number of rows.
     *
     * @param dataEnd what {@link #start} says
     * @param columns names of columns that are read; their fields begin with the name and a dot
     * @throws TableException if numbers contradict each other or the size of the file, or a codec is not read
     */
    static int rows(Path file, FileMetaData metadata, long dataEnd, Set<String> columns) {
        long rows = 0;
        for (RowGroup group : metadata.rowGroups()) {
            require(group.numRows() >= 0, file, "a group of " + group.numRows() + " rows");
            rows += group.numRows();
            for (ColumnChunk chunk : group.columns()) {
                check(file, chunk.metaData(), dataEnd, columns);
            }
            require(rows <= Integer.MAX_VALUE, file, "more than " + Integer.MAX_VALUE + " rows");
        }
        require(rows == metadata.numRows(), file, metadata.numRows() + " rows, of which its groups hold " + rows);
        return (int) rows;
    }

    private static void check(Path file, ColumnMetaData chunk, long dataEnd, Set<String> columns) {
        String name = chunk.pathInSchema().toString();
        long start = chunk.dictionaryPageOffset() == null || chunk.dictionaryPageOffset() <= 0
                ? chunk.dataPageOffset()
                : Math.min(chunk.dictionaryPageOffset(), chunk.dataPageOffset());
        boolean inside =
                start >= 4 && chunk.totalCompressedSize() >= 0 && chunk.totalCompressedSize() <= dataEnd - start;
        require(inside && chunk.numValues() >= 0, file, "pages of column " + name + " outside of it");
        boolean read = columns.stream().anyMatch(column -> name.equals(column) || name.startsWith(column + "."));
        if (read && UNREAD.contains(chunk.codec())) {
            throw new TableException(file + ": column " + name + " is compressed with " + chunk.codec()
                    + ", which is not read; write the file with zstd, snappy, gzip, lz4 or without compression");
        }
    }

    private static void require(boolean holds, Path file, String found) {
        if (!holds) {
            throw new TableException(file + ": the Parquet file is damaged (its footer tells of " + found + ")");
        }
    }
}
