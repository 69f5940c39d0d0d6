// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file of version 2 or 3, memory-mapped and checked when opened. Closing unmaps it; its tensors must not be read
 * after that.
 */
public final class GgufFile implements AutoCloseable {
    private static final String ALIGNMENT = "general.alignment";
    private static final long DEFAULT_ALIGNMENT = 32;

    /** Written by ComfyUI's converter for tensors whose shape it had to change. */
    private static final String ORIGINAL_SHAPE = "comfy.gguf.orig_shape.";

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final GgufHeader header;
    private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();

    /** A tensor's bytes in the data. */
    private record Extent(String name, long begin, long end) {}

    private GgufFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        try {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            this.header = GgufHeader.read(path, file);
            long alignment = alignment();
            long begin = (header.end() + alignment - 1) / alignment * alignment;
            List<String> problems = new ArrayList<>();
            readTensors(begin < file.byteSize() ? file.asSlice(begin) : MemorySegment.NULL, alignment, problems);
            if (!problems.isEmpty()) {
                throw WeightException.of(path.toString(), problems);
            }
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Maps a file and checks its head: every tensor has a name of its own, a known type, a shape of whole blocks, and
     * bytes inside the file that are aligned and belong to no other.
     *
     * @throws WeightException naming everything that is wrong, or why the file cannot be read
     */
    public static GgufFile open(Path path) {
        FileStart.fault(path, FileStart.GGUF).ifPresent(fault -> {
            throw new WeightException(path + ": " + fault);
        });
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new GgufFile(path, channel);
        } catch (IOException e) {
            throw new WeightException(path + ": cannot be read (" + e + ")", e);
        }
    }

    private long alignment() {
        Object value = header.fields().getOrDefault(ALIGNMENT, DEFAULT_ALIGNMENT);
        if (value instanceof Long alignment && alignment > 0 && alignment <= 1 << 20 && Long.bitCount(alignment) == 1) {
            return alignment;
        }
        throw new WeightException(path + ": " + ALIGNMENT + " expected a power of two up to 2^20, found " + value);
    }

    private void readTensors(MemorySegment data, long alignment, List<String> problems) {
        List<Extent> extents = new ArrayList<>();
        for (GgufHeader.Info info : header.tensors()) {
            try {
                GgufTensor tensor = tensor(info, data, alignment);
                if (tensors.put(info.name(), tensor) != null) {
                    problems.add("tensor " + info.name() + " expected once, found twice");
                }
                extents.add(new Extent(
                        info.name(),
                        info.offset(),
                        info.offset() + tensor.data().byteSize()));
            } catch (WeightException e) {
                problems.add(e.getMessage());
            }
        }
        extents.sort(Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end));
        for (int i = 1; i < extents.size(); i++) {
            if (extents.get(i).begin() < extents.get(i - 1).end()) {
                problems.add("tensors " + extents.get(i - 1).name() + " and "
                        + extents.get(i).name() + " expected bytes of their own, found the same ones");
            }
        }
    }

    private GgufTensor tensor(GgufHeader.Info info, MemorySegment data, long alignment) {
        GgmlType type = GgmlType.of(info.type())
                .orElseThrow(() -> new WeightException("tensor " + info.name() + " expected one of "
                        + List.of(GgmlType.values()) + ", found type number " + Integer.toUnsignedString(info.type())));
        TensorSpec spec = new TensorSpec(info.name(), type.plain().orElse(DType.F32), shape(info));
        long row = info.sizes().length == 0 ? 1 : info.sizes()[0];
        if (row % type.blockElements() != 0) {
            throw new WeightException("tensor " + info.name() + " expected rows of whole blocks of "
                    + type.blockElements() + ", found rows of " + row);
        }
        long bytes = Math.multiplyExact(spec.elements() / type.blockElements(), (long) type.blockBytes());
        if (info.offset() < 0 || info.offset() % alignment != 0) {
            throw new WeightException("tensor " + info.name() + " expected a place that is a multiple of " + alignment
                    + ", found " + Long.toUnsignedString(info.offset()));
        }
        if (bytes > data.byteSize() - info.offset()) {
            throw new WeightException("tensor " + info.name() + " expected " + bytes + " bytes at place "
                    + info.offset() + " of " + data.byteSize() + " bytes of data; the file is truncated");
        }
        return new GgufTensor(path.toString(), spec, type, data.asSlice(info.offset(), bytes));
    }

    /** Axis sizes with the fastest last, as everywhere else; those before a converter changed them, if it says so. */
    private long[] shape(GgufHeader.Info info) {
        long[] sizes = info.sizes();
        long[] shape = new long[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            shape[axis] = sizes[sizes.length - 1 - axis];
        }
        return header.fields().get(ORIGINAL_SHAPE + info.name()) instanceof long[] original
                        && sameElements(original, shape)
                ? original
                : shape;
    }

    private static boolean sameElements(long[] one, long[] other) {
        try {
            return TensorSpec.elements(one) == TensorSpec.elements(other);
        } catch (ArithmeticException | WeightException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** Version of the format. */
    public int version() {
        return header.version();
    }

    /** {@code general.architecture}, such as {@code qwen2vl}, {@code clip} or {@code sd3}; empty if it is not told. */
    public Optional<String> architecture() {
        return header.fields().get("general.architecture") instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Tensors of one type, counted. */
    public record Count(int tensors, long elements, long bytes) {}

    /** Counts of the tensors by type. */
    public Map<GgmlType, Count> counts() {
        Map<GgmlType, Count> counts = new EnumMap<>(GgmlType.class);
        for (GgufTensor tensor : tensors.values()) {
            Count one = new Count(1, tensor.spec().elements(), tensor.data().byteSize());
            counts.merge(
                    tensor.type(),
                    one,
                    (some, more) -> new Count(
                            some.tensors() + 1, some.elements() + more.elements(), some.bytes() + more.bytes()));
        }
        return counts;
    }

    /** Tensors by stored name, in the order of the head. */
    public Map<String, GgufTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() {
        arena.close();
    }
}
