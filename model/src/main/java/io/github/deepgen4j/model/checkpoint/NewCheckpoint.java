// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.FileException;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentWriter;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.InitialValues;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A checkpoint folder with random weights, as training from scratch starts: {@link DeepGenInitialiser}. The values of a
 * tensor depend on the seed, its component and its name only. They are made and written a few million at a time, so the
 * memory needed does not grow with the model.
 */
public final class NewCheckpoint {
    private static final long VALUES_AT_ONCE = 1 << 22;
    private static final long ROOM_FOR_TEXTS = 16_000_000; // headers, configurations, tokenizer

    private final Path texts;
    private final long seed;
    private final Map<Component, Map<String, long[]>> shapes = new LinkedHashMap<>();
    private final Map<Component, DType> types = new LinkedHashMap<>();
    private final Initialiser initialiser;

    /**
     * A checkpoint of the dimensions that the configuration files of a folder give.
     *
     * @param type of all weights; empty for those of the release: float32 in the connector, bfloat16 elsewhere
     */
    private NewCheckpoint(Path texts, long seed, Optional<DType> type) {
        this.texts = texts;
        this.seed = seed;
        Map<Component, Manifest> manifests = ModelConfig.read(texts).manifests();
        for (Component component : Component.values()) {
            shapes.put(component, manifests.get(component).shapes());
            types.put(component, type.orElse(component.releasedType()));
        }
        this.initialiser = initialiser(texts);
    }

    /** The initialiser of a folder's weights: the transformer's table counts positions from its own image size. */
    static Initialiser initialiser(Path folder) {
        ConfigFile config = ConfigFile.read(folder.resolve(Component.TRANSFORMER.config()));
        double tokens = (double) config.dimension("sample_size", 128) / config.dimension("patch_size", 2);
        return new DeepGenInitialiser(config.dimension("pos_embed_max_size", 96) / tokens);
    }

    /**
     * Writes a new folder; it appears complete or not at all.
     *
     * @param tokenizer replaces the preset's tokenizer, see {@link TokenizerSource}
     * @param started told the number of bytes that will be written, before the first
     * @param written told the number of bytes after each part
     * @param cancelled asked between parts; true ends with {@link CancelledException} and nothing is left
     * @throws FileException if the folder holds something already
     * @throws WeightException if the disk has not enough room
     */
    public static void write(
            Path target,
            Preset preset,
            long seed,
            Optional<DType> type,
            Optional<Path> tokenizer,
            LongConsumer started,
            LongConsumer written,
            BooleanSupplier cancelled) {
        try (AtomicFolder folder = AtomicFolder.create(target)) {
            preset.writeTo(folder.path());
            tokenizer.ifPresent(
                    source -> TokenizerSource.copy(source, folder.path().resolve("tokenizer")));
            NewCheckpoint checkpoint = new NewCheckpoint(folder.path(), seed, type);
            checkpoint.requireRoom();
            started.accept(checkpoint.bytes());
            checkpoint.writeWeights(bytes -> {
                if (cancelled.getAsBoolean()) {
                    throw new CancelledException();
                }
                written.accept(bytes);
            });
            folder.commit();
        }
    }

    private long bytes() {
        return shapes.keySet().stream()
                .flatMap(component -> specs(component).stream())
                .mapToLong(TensorSpec::byteSize)
                .sum();
    }

    private List<TensorSpec> specs(Component component) {
        List<TensorSpec> specs = new ArrayList<>();
        shapes.get(component).forEach((name, shape) -> specs.add(new TensorSpec(name, types.get(component), shape)));
        return specs;
    }

    private void requireRoom() {
        try {
            long free = Files.getFileStore(texts).getUsableSpace();
            if (free < bytes() + ROOM_FOR_TEXTS) {
                throw new WeightException("%s: needs %s, the disk has %s free"
                        .formatted(texts.getParent(), ByteSize.gb(bytes() + ROOM_FOR_TEXTS, 2), ByteSize.gb(free, 2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(texts + ": free space cannot be read", e);
        }
    }

    private void writeWeights(LongConsumer written) {
        for (Component component : shapes.keySet()) {
            Path folder = texts.resolve(component.folder());
            try (var writer =
                    ComponentWriter.create(folder, component.stem(), specs(component), component.shardBytes())) {
                for (TensorSpec spec : specs(component)) {
                    writeTensor(writer, component, spec, written);
                }
                writer.commit();
            }
        }
    }

    private void writeTensor(ComponentWriter writer, Component component, TensorSpec spec, LongConsumer written) {
        long[] shape = spec.shape();
        InitialValues values =
                initialiser.rule(spec.name(), shape, Initialiser.fanIn(spec.name(), shape, shapes.get(component)));
        long width = shape.length == 0 ? 1 : shape[shape.length - 1];
        long rows = spec.elements() / width;
        long step = Math.max(1, VALUES_AT_ONCE / width);
        try (Rng rng = Rng.seeded(seedOf(component.folder() + "/" + spec.name()))) {
            for (long first = 0; first < rows; first += step) {
                try (var _ = Scope.open()) {
                    byte[] bytes = values.rows(first, Math.min(step, rows - first), width, rng)
                            .to(spec.type())
                            .storedBytes();
                    writer.append(spec.name(), ByteBuffer.wrap(bytes));
                    written.accept(bytes.length);
                }
            }
        }
    }

    private long seedOf(String name) {
        return ByteBuffer.wrap(Digest.sha256().add(seed + "/" + name).bytes()).getLong();
    }
}
