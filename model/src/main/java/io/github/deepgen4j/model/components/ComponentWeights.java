// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Fresh;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Parameters;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The weights of one component folder: what its networks ask for, the files it has, and, once loaded, the tensors. Owns
 * the tensors until they are released.
 */
final class ComponentWeights implements AutoCloseable {
    /**
     * Mapped components of more parameters are converted layer by layer while they compute, not once as a whole: the
     * copies would take gigabytes, and at this size a conversion takes little time beside the products.
     */
    private static final long CONVERTED_AT_ONCE = 200_000_000;

    private final Component component;
    private final Path folder;
    private final Manifest manifest;
    private final Holding holding;
    private Parameters loaded;

    ComponentWeights(Component component, Path model, Manifest manifest, Holding holding) {
        this.component = component;
        this.folder = model.resolve(component.folder());
        this.manifest = manifest;
        this.holding = holding;
    }

    Holding holding() {
        return holding;
    }

    /** Shapes of the parameters by name. */
    Map<String, long[]> shapes() {
        return manifest.shapes();
    }

    long parameters() {
        return shapes().values().stream().mapToLong(TensorSpec::elements).sum();
    }

    /** True if the folder has weights, not only a configuration. */
    boolean stored() {
        return !files().isEmpty();
    }

    /** The weight files and their index. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".safetensors"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    /** The tensors of the files; the caller closes them. */
    ComponentFiles open() {
        return ComponentFiles.open(folder);
    }

    /** Names, shapes and types in which the files differ from what the networks ask for, in both directions. */
    List<String> differences(ComponentFiles files) {
        return files.differences(manifest);
    }

    /** True if the files stay as they are: the tensors are never written to. */
    boolean unchanged() {
        return holding != Holding.TRAINABLE && stored();
    }

    /** The tensors, loaded or initialised unless they are there. */
    Parameters load(DType compute, NetworkOptions options) {
        if (loaded == null) {
            loaded = !stored() && holding != Holding.MAPPED
                    ? new Fresh(options.seed() + component.ordinal(), options.initialiser())
                    : switch (holding) {
                        case MAPPED ->
                            Checkpoint.open(
                                    folder, manifest, convertedAtOnce() ? compute : null, quantised(options.compute()));
                        case FROZEN -> Checkpoint.open(folder, manifest, compute);
                        case TRAINABLE -> Checkpoint.openWritable(folder, manifest, DType.F32);
                    };
        }
        return loaded;
    }

    /** Loaded tensors by name, in the order in which the networks ask for them; only writable if trainable. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes().forEach((name, shape) -> tensors.put(name, loaded.get(name, shape)));
        return tensors;
    }

    /** True for the matrices that become int8 when they are loaded, unless they are stored so. */
    private Predicate<String> quantised(Compute chosen) {
        return name ->
                chosen.quantises() && manifest.matrices().containsKey(name) && Int8Rules.DEFAULT.takes(component, name);
    }

    /**
     * Bytes that the tensors of some names take in memory while the networks compute, if mapped.
     *
     * @param chosen by which matrices may become int8
     * @param stored the type of a tensor in the files
     * @param layers that they are spread over; where they are converted while computing, one is in memory twice
     */
    long bytes(Predicate<String> names, Compute chosen, DType compute, Function<String, DType> stored, int layers) {
        Predicate<String> quantised = quantised(chosen);
        long bytes = 0;
        for (Map.Entry<String, long[]> tensor : shapes().entrySet()) {
            if (names.test(tensor.getKey())) {
                DType type = stored.apply(tensor.getKey());
                boolean int8 = type == DType.I8 || quantised.test(tensor.getKey());
                long elements = TensorSpec.elements(tensor.getValue());
                bytes += int8
                        ? elements + tensor.getValue()[0] * DType.F32.bytes()
                        : dense(elements, type, compute, layers);
            }
        }
        return bytes;
    }

    private long dense(long elements, DType stored, DType compute, int layers) {
        if (convertedAtOnce()) {
            return elements * compute.bytes();
        }
        return elements * stored.bytes() + (stored == compute ? 0 : elements * compute.bytes() / layers);
    }

    private boolean convertedAtOnce() {
        return parameters() <= CONVERTED_AT_ONCE;
    }

    /** Gives the memory back until the weights are loaded again. */
    void release() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
