// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes a {@code .pt} file without holding it: a flat dictionary of tensors that {@code torch.load(weights_only=True)}
 * reads and maps. Names, types and shapes come first, then the elements in pieces, tensors in any order. The file
 * appears under its name only with {@link #commit}.
 */
public final class TorchWriter implements AutoCloseable {
    private static final String FOLDER = "archive/";
    private static final int ALIGNMENT = 64; // of every entry's bytes, as torch.save does, so that they can be mapped
    private static final long WIDE = 0xffffffffL;

    /** One entry of the zip file, its place fixed before any byte is written. */
    private static final class Entry {
        final byte[] name;
        final long size;
        final long header;
        final byte[] extra;
        final CRC32 crc = new CRC32();
        long written;

        Entry(String name, long size, long header) {
            this.name = (FOLDER + name).getBytes(StandardCharsets.UTF_8);
            this.size = size;
            this.header = header;
            this.extra = extra();
        }

        long data() {
            return header + 30 + name.length + extra.length;
        }

        /** Local extra fields: the sizes if they need 64 bits, then padding up to the alignment. */
        private byte[] extra() {
            byte[] sizes = size < WIDE
                    ? new byte[0]
                    : little(20)
                            .putShort((short) 1)
                            .putShort((short) 16)
                            .putLong(size)
                            .putLong(size)
                            .array();
            long start = header + 30 + name.length + sizes.length + 4;
            int padding = (int) ((ALIGNMENT - start % ALIGNMENT) % ALIGNMENT);
            return little(sizes.length + 4 + padding)
                    .put(sizes)
                    .putShort((short) 0x4246) // the letters FB, torch's own mark for padding
                    .putShort((short) padding)
                    .array();
        }
    }

    private final Path path;
    private final AtomicFile file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private long end;

    private TorchWriter(Path path, List<TensorSpec> specs) throws IOException {
        this.path = path;
        byte[] pickle = StateDictPickle.of(specs);
        this.file = AtomicFile.create(path);
        try {
            put(add("data.pkl", pickle.length), ByteBuffer.wrap(pickle));
            putText("byteorder", "little");
            for (int i = 0; i < specs.size(); i++) {
                Entry entry = add("data/" + i, specs.get(i).byteSize());
                if (tensors.put(specs.get(i).name(), entry) != null) {
                    throw new WeightException(path + ": " + specs.get(i).name() + " is to be written twice");
                }
            }
            putText("version", "3\n");
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Starts a file of these tensors, in this order. */
    public static TorchWriter create(Path path, List<TensorSpec> specs) {
        try {
            return new TorchWriter(path, specs);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private Entry add(String name, long size) {
        Entry entry = new Entry(name, size, end);
        entries.add(entry);
        end = entry.data() + size;
        return entry;
    }

    private void putText(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        put(add(name, bytes.length), ByteBuffer.wrap(bytes));
    }

    private void put(Entry entry, ByteBuffer bytes) throws IOException {
        long count = bytes.remaining();
        entry.crc.update(bytes.duplicate());
        file.write(entry.data() + entry.written, bytes);
        entry.written += count;
    }

    /** Writes the next bytes of a tensor: row-major little-endian elements. */
    public void append(String name, ByteBuffer bytes) {
        Entry entry = tensors.get(name);
        if (entry == null) {
            throw new WeightException(path + ": " + name + " was not announced");
        }
        if (bytes.remaining() > entry.size - entry.written) {
            throw new WeightException(path + ": " + name + " expected " + entry.size + " bytes, found "
                    + (entry.written + bytes.remaining()));
        }
        try {
            put(entry, bytes);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** Puts the file in its place; every announced tensor must be complete. */
    public void commit() {
        tensors.forEach((name, entry) -> {
            if (entry.written != entry.size) {
                throw new WeightException(
                        path + ": " + name + " expected " + entry.size + " bytes, written " + entry.written);
            }
        });
        try {
            ByteArrayOutputStream directory = new ByteArrayOutputStream();
            for (Entry entry : entries) {
                file.write(entry.header, ByteBuffer.wrap(localHeader(entry)));
                directory.writeBytes(directoryEntry(entry));
            }
            file.write(end, ByteBuffer.wrap(directory.toByteArray()));
            file.write(end + directory.size(), ByteBuffer.wrap(directoryEnd(directory.size())));
            file.commit();
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    // ---- the zip format (APPNOTE 4.3) ----

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int narrow(long value) {
        return (int) Math.min(value, WIDE);
    }

    /** The fields that local header and directory entry share: flags to size. */
    private static ByteBuffer common(ByteBuffer out, Entry entry) {
        return out.putShort((short) (entry.size < WIDE ? 20 : 45)) // version needed to extract
                .putShort((short) 0) // flags
                .putShort((short) 0) // stored
                .putInt(0x00210000) // 1980-01-01: the same tensors give the same bytes
                .putInt((int) entry.crc.getValue())
                .putInt(narrow(entry.size))
                .putInt(narrow(entry.size))
                .putShort((short) entry.name.length);
    }

    private static byte[] localHeader(Entry entry) {
        ByteBuffer out = little(30 + entry.name.length + entry.extra.length).putInt(0x04034b50);
        return common(out, entry)
                .putShort((short) entry.extra.length)
                .put(entry.name)
                .put(entry.extra)
                .array();
    }

    private static byte[] directoryEntry(Entry entry) {
        boolean wide = entry.size >= WIDE || entry.header >= WIDE;
        ByteBuffer extra = little(28).putShort((short) 1).putShort((short) 0);
        if (entry.size >= WIDE) {
            extra.putLong(entry.size).putLong(entry.size);
        }
        if (entry.header >= WIDE) {
            extra.putLong(entry.header);
        }
        extra.putShort(2, (short) (extra.position() - 4));
        int extraLength = wide ? extra.position() : 0;
        ByteBuffer out =
                little(46 + entry.name.length + extraLength).putInt(0x02014b50).putShort((short) 45); // made by
        return common(out, entry)
                .putShort((short) extraLength)
                .putShort((short) 0) // comment
                .putShort((short) 0) // disk
                .putShort((short) 0) // internal attributes
                .putInt(0) // external attributes
                .putInt(narrow(entry.header))
                .put(entry.name)
                .put(extra.array(), 0, extraLength)
                .array();
    }

    private byte[] directoryEnd(long size) {
        int count = entries.size();
        boolean wide = end >= WIDE || size >= WIDE || count >= 0xffff;
        ByteBuffer out = little(wide ? 56 + 20 + 22 : 22);
        if (wide) {
            out.putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            out.putLong(count).putLong(count).putLong(size).putLong(end);
            out.putInt(0x07064b50).putInt(0).putLong(end + size).putInt(1);
        }
        short narrowCount = (short) Math.min(count, 0xffff);
        return out.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(narrowCount)
                .putShort(narrowCount)
                .putInt(narrow(size))
                .putInt(narrow(end))
                .putShort((short) 0)
                .array();
    }

    private static WeightException failure(Path path, IOException e) {
        return new WeightException(path + ": cannot be written (" + e + ")", e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(path, e);
        }
    }
}
