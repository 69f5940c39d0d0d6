// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a safetensors file without holding it: names, types and shapes first, then the elements, one tensor or a part
 * of one at a time, in any order. The same tensors give the same bytes. The file appears under its name only with
 * {@link #commit}; closing before that leaves nothing behind.
 */
public final class SafetensorsWriter implements AutoCloseable {
    private static final long CHUNK = 1 << 24; // elements copied out of a tensor at a time

    private final Path path;
    private final AtomicFile file;
    private final long dataStart;
    private final Map<String, Progress> tensors = new LinkedHashMap<>();

    private static final class Progress {
        final TensorSpec spec;
        final long begin;
        long written;

        Progress(TensorSpec spec, long begin) {
            this.spec = spec;
            this.begin = begin;
        }
    }

    private SafetensorsWriter(Path path, List<TensorSpec> specs, Map<String, String> metadata) throws IOException {
        this.path = path;
        long end = 0;
        // Widest elements first, otherwise as given: every tensor starts at a multiple of its element size.
        for (TensorSpec spec : specs.stream()
                .sorted(Comparator.comparingInt(s -> -s.type().bytes()))
                .toList()) {
            if (tensors.put(spec.name(), new Progress(spec, end)) != null) {
                throw new WeightException(path + ": " + spec.name() + " is to be written twice");
            }
            end += spec.byteSize();
        }
        byte[] header = header(metadata);
        this.file = AtomicFile.create(path);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        this.dataStart = start.capacity();
        try {
            file.write(0, start.putLong(header.length).put(header).flip());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Starts a file.
     *
     * @param metadata strings for the header's {@code __metadata__}; {@code format=pt} is what other readers expect
     */
    public static SafetensorsWriter create(Path path, List<TensorSpec> specs, Map<String, String> metadata) {
        try {
            return new SafetensorsWriter(path, specs, metadata);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** Writes a whole file from tensors in memory, in the order of the map, with {@code format=pt}. */
    public static void write(Path path, Map<String, Tensor> tensors) {
        write(path, tensors, Map.of("format", "pt"));
    }

    /**
     * Writes tensors in their types.
     *
     * @param metadata strings for the header's {@code __metadata__}
     */
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
        List<TensorSpec> specs = tensors.entrySet().stream()
                .map(e -> new TensorSpec(
                        e.getKey(), e.getValue().dtype(), e.getValue().shape()))
                .toList();
        try (SafetensorsWriter writer = create(path, specs, metadata)) {
            tensors.forEach(writer::put);
            writer.commit();
        }
    }

    private byte[] header(Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeName("__metadata__").writeStartObject();
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            for (Progress tensor : tensors.values()) {
                TensorSpec spec = tensor.spec;
                json.writeName(spec.name()).writeStartObject();
                json.writeStringProperty("dtype", spec.type().safetensorsName());
                json.writeName("shape").writeArray(spec.shape(), 0, spec.shape().length);
                json.writeName("data_offsets")
                        .writeArray(new long[] {tensor.begin, tensor.begin + spec.byteSize()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) { // the data starts at a multiple of 8
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    /** Writes all elements of a tensor; its type and shape must be those announced. */
    public void put(String name, Tensor tensor) {
        TensorSpec found = new TensorSpec(name, tensor.dtype(), tensor.shape());
        Progress progress = progress(name);
        if (!progress.spec.equals(found)) {
            throw new WeightException(
                    path + ": " + name + " announced as " + progress.spec.describe() + ", found " + found.describe());
        }
        try (var _ = Scope.open()) {
            Tensor flat = tensor.detach().reshape(-1);
            for (long at = 0; at < flat.elements(); at += CHUNK) {
                append(
                        name,
                        ByteBuffer.wrap(flat.narrow(0, at, Math.min(CHUNK, flat.elements() - at))
                                .storedBytes()));
            }
        }
    }

    /** Writes the next bytes of a tensor: row-major little-endian elements. */
    public void append(String name, ByteBuffer bytes) {
        Progress progress = progress(name);
        long size = bytes.remaining();
        if (size > progress.spec.byteSize() - progress.written) {
            throw new WeightException(path + ": " + name + " expected " + progress.spec.byteSize() + " bytes, found "
                    + (progress.written + size));
        }
        try {
            file.write(dataStart + progress.begin + progress.written, bytes);
            progress.written += size;
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private Progress progress(String name) {
        Progress progress = tensors.get(name);
        if (progress == null) {
            throw new WeightException(path + ": " + name + " was not announced");
        }
        return progress;
    }

    /** Puts the file in its place; every announced tensor must be complete. */
    public void commit() {
        Problems problems = new Problems();
        for (Progress tensor : tensors.values()) {
            if (tensor.written != tensor.spec.byteSize()) {
                problems.add(tensor.spec.name() + ": expected " + tensor.spec.byteSize() + " bytes, written "
                        + tensor.written);
            }
        }
        problems.throwIfAny(path.toString());
        try {
            file.commit();
        } catch (IOException e) {
            throw failure(path, e);
        }
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
