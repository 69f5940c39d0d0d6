// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the safetensors files of one component folder, as the hub's libraries do: one file, or several with an index
 * when they would be larger than a shard. Tensors come in the announced order, each in pieces; only one file is open at a
 * time.
 */
public final class ComponentWriter implements AutoCloseable {
    /** The hub's libraries cut at 5 GB. */
    public static final long SHARD_BYTES = 5_000_000_000L;

    private final Path folder;
    private final String stem;
    private final List<List<TensorSpec>> shards = new ArrayList<>();
    private final Map<String, Integer> shardOf = new LinkedHashMap<>();
    private SafetensorsWriter writer;
    private int open = -1;

    /**
     * Plans the files; nothing is written yet.
     *
     * @param stem file name without its ending: {@code model} or {@code diffusion_pytorch_model}
     * @param shardBytes most bytes of tensors in a file, unless a single tensor is larger
     */
    public ComponentWriter(Path folder, String stem, List<TensorSpec> specs, long shardBytes) {
        this.folder = folder;
        this.stem = stem;
        long size = 0;
        shards.add(new ArrayList<>());
        for (TensorSpec spec : specs) {
            if (size + spec.byteSize() > shardBytes && size > 0) {
                shards.add(new ArrayList<>());
                size = 0;
            }
            shards.getLast().add(spec);
            size += spec.byteSize();
            shardOf.put(spec.name(), shards.size() - 1);
        }
    }

    private String fileName(int shard) {
        return shards.size() == 1
                ? stem + ".safetensors"
                : "%s-%05d-of-%05d.safetensors".formatted(stem, shard + 1, shards.size());
    }

    /** Writes the next bytes of a tensor: row-major little-endian elements. */
    public void append(String name, ByteBuffer bytes) {
        Integer shard = shardOf.get(name);
        if (shard == null) {
            throw new WeightException(folder + ": " + name + " was not announced");
        }
        openUpTo(shard);
        writer.append(name, bytes);
    }

    private void openUpTo(int shard) {
        while (open < shard) {
            finish();
            open++;
            writer = SafetensorsWriter.create(folder.resolve(fileName(open)), shards.get(open), Map.of("format", "pt"));
        }
    }

    private void finish() {
        if (writer != null) {
            writer.commit();
            writer.close();
            writer = null;
        }
    }

    /** Completes the last file and writes the index, if there are several. */
    public void commit() {
        openUpTo(shards.size() - 1);
        finish();
        if (shards.size() > 1) {
            Map<String, String> fileOf = new LinkedHashMap<>();
            shardOf.forEach((name, shard) -> fileOf.put(name, fileName(shard)));
            long total = shards.stream()
                    .flatMap(List::stream)
                    .mapToLong(TensorSpec::byteSize)
                    .sum();
            ShardIndex.write(folder.resolve(stem + ".safetensors.index.json"), fileOf, total);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
