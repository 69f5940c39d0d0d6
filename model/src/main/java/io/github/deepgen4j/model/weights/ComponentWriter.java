// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the weights of a component a part of a tensor at a time, in one file or, when they pass a limit, in several
 * with an index, as the hub's libraries cut them. Nothing is seen under the final names before {@link #commit}.
 */
public final class ComponentWriter implements AutoCloseable {
    private static final String SUFFIX = ".safetensors";

    private final Path folder;
    private final String stem;
    private final List<SafetensorsWriter> files = new ArrayList<>();
    private final Map<String, SafetensorsWriter> fileOf = new LinkedHashMap<>();
    private final Map<String, String> shardOf = new LinkedHashMap<>();
    private final long bytes;

    private ComponentWriter(Path folder, String stem, List<TensorSpec> specs, long shardBytes) {
        this.folder = folder;
        this.stem = stem;
        this.bytes = specs.stream().mapToLong(TensorSpec::byteSize).sum();
        List<List<TensorSpec>> shards = cut(specs, shardBytes);
        for (List<TensorSpec> shard : shards) {
            String name = shards.size() == 1
                    ? stem + SUFFIX
                    : String.format(Locale.ROOT, "%s-%05d-of-%05d%s", stem, files.size() + 1, shards.size(), SUFFIX);
            SafetensorsWriter file = SafetensorsWriter.create(folder.resolve(name), shard, Map.of("format", "pt"));
            files.add(file);
            for (TensorSpec spec : shard) {
                shardOf.put(spec.name(), name);
                fileOf.put(spec.name(), file);
            }
        }
    }

    /**
     * Starts the files of a component in an existing folder.
     *
     * @param stem {@code model} or {@code diffusion_pytorch_model}
     * @param specs all tensors, in the order in which they are distributed to the files
     * @param shardBytes the most bytes of tensors in a file; a tensor larger than that has a file of its own
     */
    public static ComponentWriter create(Path folder, String stem, List<TensorSpec> specs, long shardBytes) {
        return new ComponentWriter(folder, stem, specs, shardBytes);
    }

    private static List<List<TensorSpec>> cut(List<TensorSpec> specs, long shardBytes) {
        List<List<TensorSpec>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long used = 0;
        for (TensorSpec spec : specs) {
            if (used > 0 && used + spec.byteSize() > shardBytes) {
                shards.add(new ArrayList<>());
                used = 0;
            }
            shards.getLast().add(spec);
            used += spec.byteSize();
        }
        return shards;
    }

    /** Writes the next bytes of a tensor: row-major little-endian elements. */
    public void append(String name, ByteBuffer bytes) {
        SafetensorsWriter file = fileOf.get(name);
        if (file == null) {
            throw new WeightException(folder + ": " + name + " was not announced");
        }
        file.append(name, bytes);
    }

    /** Puts the files in their places, and the index if there are several; every tensor must be complete. */
    public void commit() {
        files.forEach(SafetensorsWriter::commit);
        if (files.size() > 1) {
            ShardIndex.write(folder.resolve(stem + SUFFIX + ".index.json"), shardOf, bytes);
        }
    }

    @Override
    public void close() {
        files.forEach(SafetensorsWriter::close);
    }
}
