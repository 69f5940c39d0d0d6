// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * Everything that one pass over a file tells: its sum, and the statistics and constant pages of its tensors. The
 * caller's thread sums from front to back; the workers count the parts it has just read, which are then still in
 * memory, so the disk is read once.
 */
final class FileScan {
    private static final long PART = 8L << 20;
    private static final int PARTS_AHEAD = 4;

    private final Map<String, TensorStatistics> statistics = new LinkedHashMap<>();
    private final List<ConstantRun> runs = new ArrayList<>();
    private String sha256;

    private FileScan() {}

    private record Part(String tensor, long begin, long end) {}

    /**
     * Reads a file once.
     *
     * @param tensors its tensors; empty to take the sum only
     * @param workers count the parts
     * @param read told the number of bytes after each part; an exception it throws ends the scan
     */
    static FileScan of(Path file, Map<String, Safetensors.Entry> tensors, Executor workers, LongConsumer read) {
        FileScan scan = new FileScan();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofShared()) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            scan.read(bytes, tensors, workers, read);
            return scan;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private void read(MemorySegment file, Map<String, Safetensors.Entry> tensors, Executor workers, LongConsumer read) {
        Digest digest = Digest.sha256();
        Queue<CompletableFuture<Void>> ahead = new ArrayDeque<>();
        long position = 0;
        try {
            for (Part part : parts(file.byteSize(), tensors)) {
                ahead.add(CompletableFuture.runAsync(() -> count(file, part, tensors), workers));
                digest.add(file.asSlice(position, part.end - position).asByteBuffer());
                read.accept(part.end - position);
                position = part.end;
                if (ahead.size() > PARTS_AHEAD) {
                    ahead.remove().join();
                }
            }
        } finally {
            // the file stays mapped until no worker reads it
            CompletableFuture.allOf(ahead.toArray(CompletableFuture[]::new)).join();
        }
        sha256 = digest.hex();
    }

    /** The whole file in order, cut at tensors and at multiples of the part size. */
    private static List<Part> parts(long size, Map<String, Safetensors.Entry> tensors) {
        List<Part> parts = new ArrayList<>();
        long position = 0;
        for (Map.Entry<String, Safetensors.Entry> tensor : tensors.entrySet()) {
            Safetensors.Entry entry = tensor.getValue();
            addParts(parts, null, position, entry.offset(), 1);
            position = entry.offset() + entry.spec().byteSize();
            addParts(
                    parts,
                    tensor.getKey(),
                    entry.offset(),
                    position,
                    entry.spec().type().bytes());
        }
        addParts(parts, null, position, size, 1);
        return parts;
    }

    private static void addParts(List<Part> parts, String tensor, long begin, long end, int element) {
        for (long at = begin; at < end; ) {
            long border = (at / PART + 1) * PART;
            border -= (border - begin) % element;
            long next = Math.min(border > at ? border : border + PART, end);
            parts.add(new Part(tensor, at, next));
            at = next;
        }
    }

    private void count(MemorySegment file, Part part, Map<String, Safetensors.Entry> tensors) {
        if (part.tensor == null) {
            return;
        }
        MemorySegment elements = file.asSlice(part.begin, part.end - part.begin);
        var type = tensors.get(part.tensor).spec().type();
        List<ConstantRun> constant = ConstantRun.find(elements, part.begin);
        TensorStatistics counted =
                TensorStatistics.covers(type) ? TensorStatistics.of(elements, type) : TensorStatistics.NONE;
        synchronized (this) {
            runs.addAll(constant);
            statistics.merge(part.tensor, counted, TensorStatistics::plus);
        }
    }

    /** 64 hexadecimal digits. */
    String sha() {
        return sha256;
    }

    /** By stored name; tensors without elements have none. */
    Map<String, TensorStatistics> statistics() {
        return statistics;
    }

    /** Constant pages, in the order of the file. */
    List<ConstantRun> runs() {
        return ConstantRun.joined(runs, 0);
    }
}
