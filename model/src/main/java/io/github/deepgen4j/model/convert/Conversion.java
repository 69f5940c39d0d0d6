// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.components.OutputHead;
import io.github.deepgen4j.model.convert.Plan.Item;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.pickle.TorchWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * Makes one checkpoint of one or several. Everything is opened and checked first; then the tensors are written one by
 * one, in pieces, so that the memory used does not depend on the model's size. The result appears complete or not at
 * all.
 */
public final class Conversion implements AutoCloseable {
    private static final String NATIVE = ".pt";
    private static final long SHARD_BYTES = 5_000_000_000L; // where the hub's libraries cut
    private static final long SMALL_FILES = 64 << 20; // configurations and headers, generously

    private final Path out;
    private final List<Source> sources = new ArrayList<>();
    private Optional<Configuration> configuration = Optional.empty();
    private Plan plan;

    private Conversion(Path out) {
        this.out = out;
    }

    /**
     * Opens the sources and works out what goes where.
     *
     * @param sources checkpoints of any format (docs/checkpoints.md); of tensors that several have, the last one's
     *     counts
     * @param out a file ending with {@code .pt}, or a folder for the released layout; must not exist
     * @throws WeightException listing everything that is missing, unexpected or does not fit
     */
    public static Conversion open(List<Path> sources, Path out, ConversionOptions options) {
        Conversion conversion = new Conversion(out);
        try {
            conversion.openAll(sources, options);
            return conversion;
        } catch (RuntimeException e) {
            conversion.close();
            throw e;
        }
    }

    private void openAll(List<Path> paths, ConversionOptions options) {
        if (Files.exists(out)) {
            throw new WeightException(out + ": exists already; nothing is overwritten");
        }
        for (Path path : paths) {
            sources.add(Source.open(path, options.loraScale()));
        }
        configuration = sources.stream()
                .filter(Source::isModel)
                .findFirst()
                .map(model -> Configuration.of(model.path(), options.connectorConfig()));
        Overlay overlay = new Overlay(sources);
        plan = isNative()
                ? Plan.nativeFile(overlay, options, configuration.map(Configuration::read))
                : Plan.released(
                        overlay,
                        options,
                        configuration.orElseThrow(this::noConfiguration).read());
    }

    private boolean isNative() {
        return out.getFileName().toString().endsWith(NATIVE);
    }

    private WeightException noConfiguration() {
        return new WeightException(
                out + ": a folder needs configurations and all components; expected a released model or"
                        + " the base models among the sources (a name ending with .pt makes a native file)");
    }

    /** Bytes of all tensors that will be written. */
    public long bytes() {
        return plan.items().stream().mapToLong(item -> item.spec().byteSize()).sum();
    }

    /** The report: sources, merges, and what is left out or has no meaning, one line each. */
    public List<String> report() {
        List<String> lines = new ArrayList<>(plan.report());
        sources.forEach(source -> source.ignored().forEach(line -> lines.add("ignored: " + line)));
        return lines;
    }

    /**
     * Writes the result.
     *
     * @param progress gets the number of bytes after each piece; an exception of it ends the writing, leaving nothing
     * @throws WeightException when the disk is too small, or listing every tensor with values that the chosen type
     *     cannot hold; nothing is left then
     */
    public void write(LongConsumer progress) {
        requireSpace();
        List<String> overflows = new ArrayList<>();
        if (isNative()) {
            writeNative(progress, overflows);
        } else {
            writeFolder(progress, overflows);
        }
    }

    private void requireSpace() {
        try {
            Path around = out.toAbsolutePath().normalize().getParent();
            Files.createDirectories(around);
            long free = Files.getFileStore(around).getUsableSpace();
            if (free < bytes() + SMALL_FILES) {
                throw new WeightException("%s: needs %s, the disk has %s free"
                        .formatted(out, ByteSize.gb(bytes() + SMALL_FILES, 1), ByteSize.gb(free, 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": the folder around it cannot be written to", e);
        }
    }

    private void writeNative(LongConsumer progress, List<String> overflows) {
        try (TorchWriter writer =
                TorchWriter.create(out, plan.items().stream().map(Item::spec).toList())) {
            stream(plan.items(), writer::append, progress, overflows);
            requireNoOverflow(overflows);
            writer.commit();
        }
    }

    private void writeFolder(LongConsumer progress, List<String> overflows) {
        try (AtomicFolder folder = AtomicFolder.create(out)) {
            configuration.orElseThrow().copyTo(folder.path());
            OutputHead.tie(folder.path());
            for (Component component : Component.values()) {
                List<Item> items = plan.items().stream()
                        .filter(item -> item.place().component() == component)
                        .toList();
                Path target = folder.path().resolve(component.folder());
                try (ComponentWriter writer = ComponentWriter.create(
                        target, component.stem(), items.stream().map(Item::spec).toList(), SHARD_BYTES)) {
                    stream(items, writer::append, progress, overflows);
                    writer.commit();
                }
            }
            requireNoOverflow(overflows);
            folder.commit();
        }
    }

    private static void stream(
            List<Item> items, BiConsumer<String, ByteBuffer> sink, LongConsumer progress, List<String> overflows) {
        for (Item item : items) {
            Elements.stream(item.source(), item.type(), bytes -> {
                        long size = bytes.remaining();
                        sink.accept(item.outputName(), bytes);
                        progress.accept(size);
                    })
                    .ifPresent(overflow ->
                            overflows.add(item.source().describe() + ": " + overflow + " do not fit " + item.type()));
        }
    }

    private static void requireNoOverflow(List<String> overflows) {
        if (!overflows.isEmpty()) {
            throw WeightException.of("nothing was written, values would become infinite", overflows);
        }
    }

    @Override
    public void close() {
        configuration.ifPresent(Configuration::close);
        sources.forEach(Source::close);
    }
}
