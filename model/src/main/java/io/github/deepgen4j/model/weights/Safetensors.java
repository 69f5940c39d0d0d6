// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, memory-mapped and completely checked when opened: a little-endian 64-bit header length, a JSON
 * header, the data. Closing unmaps it; tensors of {@link #tensor} are copies and outlive it, those of {@link #mapped}
 * do not. May be read from any thread.
 */
public final class Safetensors implements AutoCloseable {
    /** The limit of the reference implementation; real headers have at most a few MB. */
    static final long MAX_HEADER = 100_000_000;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * A tensor of a file.
     *
     * @param data its elements, read-only, valid until the file is closed
     * @param offset position of the first byte in the file
     */
    public record Entry(TensorSpec spec, MemorySegment data, long offset) {}

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    private Safetensors(Path path, FileChannel channel) throws IOException {
        this.path = path;
        try {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Problems problems = new Problems();
            long headerBytes = headerBytes(file, problems);
            problems.throwIfAny(path.toString());
            byte[] text = file.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
            MemorySegment data = file.asSlice(Long.BYTES + headerBytes);
            SafetensorsHeader header = SafetensorsHeader.parse(text, data.byteSize(), problems);
            problems.throwIfAny(path.toString());
            for (SafetensorsHeader.Place place : header.places()) {
                MemorySegment elements = data.asSlice(place.begin(), place.end() - place.begin());
                entries.put(
                        place.spec().name(),
                        new Entry(place.spec(), elements, Long.BYTES + headerBytes + place.begin()));
            }
            metadata = Collections.unmodifiableMap(header.metadata());
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Maps a file and checks its header: every tensor has a known type and a shape that fits its bytes, no two share a
     * name or a byte, and together they fill the file.
     *
     * @throws WeightException naming everything that is wrong, or why the file cannot be read
     */
    public static Safetensors open(Path path) {
        FileStart.fault(path).ifPresent(fault -> {
            throw new WeightException(path + ": " + fault);
        });
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new Safetensors(path, channel);
        } catch (IOException e) {
            throw new WeightException(path + ": cannot be read (" + e + ")", e);
        }
    }

    private static long headerBytes(MemorySegment file, Problems problems) {
        if (file.byteSize() < Long.BYTES) {
            problems.add("truncated: expected at least 8 bytes, found " + file.byteSize());
            return 0;
        }
        long length = file.get(U64, 0);
        if (length < 0 || length > MAX_HEADER) {
            problems.add("not a safetensors file: header length " + Long.toUnsignedString(length)
                    + " exceeds the limit of " + MAX_HEADER);
        } else if (length > file.byteSize() - Long.BYTES) {
            problems.add(
                    "truncated: expected a header of " + length + " bytes, found " + (file.byteSize() - Long.BYTES));
        }
        return length;
    }

    public Path path() {
        return path;
    }

    /** Tensor names in the order of their data. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The tensors by name, in the order of their data. */
    public Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** @throws WeightException when the file has no tensor of this name */
    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new WeightException(path + ": no tensor " + name + " among " + entries.size());
        }
        return entry;
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** A copy of a tensor in its stored type, in the innermost scope. */
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        return Tensor.copyOf(entry.data(), entry.spec().type(), entry.spec().shape());
    }

    /** A tensor that reads the mapped file itself. It and its views must be released before this file is closed. */
    public Tensor mapped(String name) {
        Entry entry = entry(name);
        return Tensor.mapped(entry.data(), entry.spec().type(), entry.spec().shape());
    }

    /** Unmaps the file. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
