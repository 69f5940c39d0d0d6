// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The zip file of {@code torch.save}, mapped. PyTorch stores its entries uncompressed, so each is a part of the mapped
 * file; a compressed entry is refused, and with it every bomb. The JDK's zip classes do not tell where an entry lies,
 * hence this reader of the directory (zip64 included).
 */
final class TorchArchive implements AutoCloseable {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int MAX_ENTRIES = 1_000_000;
    private static final long CHUNK = 1 << 24;

    /** One entry: its bytes, and the checksum the directory gives. */
    private record Entry(MemorySegment data, long crc) {}

    private record Directory(long entries, long offset, long bytes) {}

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> checked = new HashSet<>();
    private String folder;

    private TorchArchive(Path path, FileChannel channel) throws IOException {
        this.path = path;
        try {
            this.file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            readDirectory(directory());
            findFolder();
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** @throws WeightException saying why this is no file of {@code torch.save}, or a broken one */
    static TorchArchive open(Path path) {
        FileStart.fault(path, FileStart.ZIP, FileStart.OLD_TORCH).ifPresent(fault -> {
            throw new WeightException(path + ": " + fault);
        });
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new TorchArchive(path, channel);
        } catch (IOException e) {
            throw new WeightException(path + ": cannot be read (" + e + ")", e);
        } catch (IndexOutOfBoundsException e) {
            throw new WeightException(path + ": truncated: the zip directory points outside of the file", e);
        }
    }

    Path path() {
        return path;
    }

    /** An entry inside the archive's one folder, after its checksum was compared; null when absent. */
    MemorySegment find(String name) {
        Entry entry = entries.get(folder + name);
        if (entry == null) {
            return null;
        }
        if (checked.add(name) && entry.crc() != 0 && crc(entry.data()) != entry.crc()) { // 0: torch may leave it out
            throw new WeightException(path + ": " + name + " does not have the checksum that the archive gives");
        }
        return entry.data();
    }

    private static long crc(MemorySegment data) {
        CRC32 sum = new CRC32();
        for (long at = 0; at < data.byteSize(); at += CHUNK) {
            sum.update(data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer());
        }
        return sum.getValue();
    }

    // ---- the zip format ----

    private int u16(long at) {
        return Short.toUnsignedInt(file.get(U16, at));
    }

    private long u32(long at) {
        return Integer.toUnsignedLong(file.get(U32, at));
    }

    private Directory directory() {
        long size = file.byteSize();
        for (long at = size - 22; at >= Math.max(0, size - 22 - 0xffff); at--) {
            if (u32(at) == 0x06054b50L) {
                Directory small = new Directory(u16(at + 10), u32(at + 16), u32(at + 12));
                boolean wide = small.entries() == 0xffff || small.offset() == IN_ZIP64 || small.bytes() == IN_ZIP64;
                return wide ? wideDirectory(at - 20) : small;
            }
        }
        throw new WeightException(path + ": not a zip file, or truncated: no directory at its end (files of torch.save"
                + " before version 1.6 must be saved again with a newer one)");
    }

    private Directory wideDirectory(long locator) {
        long at = locator >= 0 && u32(locator) == 0x07064b50L ? file.get(U64, locator + 8) : -1;
        if (at < 0 || u32(at) != 0x06064b50L) {
            throw new WeightException(path + ": the zip64 directory is missing");
        }
        return new Directory(file.get(U64, at + 32), file.get(U64, at + 48), file.get(U64, at + 40));
    }

    private void readDirectory(Directory directory) {
        if (directory.entries() < 0 || directory.entries() > MAX_ENTRIES) {
            throw new WeightException(path + ": expected at most " + MAX_ENTRIES + " entries, found "
                    + Long.toUnsignedString(directory.entries()));
        }
        record Extent(long begin, long end) {}
        List<Extent> extents = new ArrayList<>();
        long at = directory.offset();
        for (long i = 0; i < directory.entries(); i++) {
            if (u32(at) != 0x02014b50L) {
                throw new WeightException(path + ": entry " + i + " of the zip directory is malformed");
            }
            int nameLength = u16(at + 28);
            int extraLength = u16(at + 30);
            String name = new String(
                    file.asSlice(at + 46, nameLength).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            MemorySegment data = data(name, at, at + 46 + nameLength, extraLength, directory.offset());
            long begin = data.address() - file.address();
            extents.add(new Extent(begin, begin + data.byteSize()));
            if (entries.put(name, new Entry(data, u32(at + 16))) != null) {
                throw new WeightException(path + ": entry " + name + " is there twice");
            }
            at += 46 + nameLength + extraLength + u16(at + 32);
        }
        extents.sort(Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end));
        for (int i = 1; i < extents.size(); i++) {
            if (extents.get(i).begin() < extents.get(i - 1).end()) {
                throw new WeightException(
                        path + ": two entries share bytes " + extents.get(i).begin() + " and after");
            }
        }
    }

    /** The bytes of an entry: the directory gives sizes and the place of the local header, that gives the rest. */
    private MemorySegment data(String name, long at, long extra, int extraLength, long directory) {
        long stored = u32(at + 20);
        long size = u32(at + 24);
        long header = u32(at + 42);
        for (long field = extra; field + 4 <= extra + extraLength; field += 4 + u16(field + 2)) {
            if (u16(field) == 1) { // zip64: those of the three that did not fit, in this order
                long next = field + 4;
                if (size == IN_ZIP64) {
                    size = file.get(U64, next);
                    next += 8;
                }
                if (stored == IN_ZIP64) {
                    stored = file.get(U64, next);
                    next += 8;
                }
                if (header == IN_ZIP64) {
                    header = file.get(U64, next);
                }
            }
        }
        boolean encrypted = (u16(at + 8) & 1) != 0;
        if (u16(at + 10) != 0 || stored != size || encrypted) {
            throw new WeightException(path + ": entry " + name + " is compressed or encrypted; torch.save never does");
        }
        if (header < 0 || header > directory - 30 || u32(header) != 0x04034b50L) {
            throw new WeightException(path + ": entry " + name + " has no local header");
        }
        long begin = header + 30 + u16(header + 26) + u16(header + 28);
        if (size < 0 || begin > directory || size > directory - begin) {
            throw new WeightException(path + ": truncated: entry " + name + " of " + size + " bytes at " + begin
                    + " reaches into the directory at " + directory);
        }
        return file.asSlice(begin, size);
    }

    /** Everything lies in one folder, named after the file as it was saved. */
    private void findFolder() {
        for (String name : entries.keySet()) {
            if (name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length()) {
                folder = name.substring(0, name.indexOf('/') + 1);
            }
        }
        if (folder == null) {
            throw new WeightException(path + ": no data.pkl: a zip file, but not of torch.save");
        }
        MemorySegment order = find("byteorder");
        if (order != null
                && !new String(order.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8).equals("little")) {
            throw new WeightException(path + ": byte order expected little");
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
