// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One component folder of a model: its files are checked when the model is opened, its network is built over the mapped
 * weights when first asked for, and can be released and built again. Owns the weights until closed.
 */
final class Component<N> implements AutoCloseable {
    /**
     * Components of more parameters are converted layer by layer while they compute, not once as a whole: the copies would
     * take gigabytes, and at this size the time of a conversion is little beside that of the products.
     */
    private static final long CONVERTED_AT_ONCE = 200_000_000;

    private final Path folder;
    private final Function<Weights, N> network;
    private final Manifest manifest = new Manifest();
    private Checkpoint weights;
    private N built;

    Component(Path folder, Function<Weights, N> network) {
        this.folder = folder;
        this.network = network;
        try (var _ = Scope.open()) {
            network.apply(manifest);
        }
    }

    /** Names and shapes of the weights that the network asks for. */
    Map<String, long[]> shapes() {
        return manifest.shapes();
    }

    /** Number of parameters the network asks for. */
    long parameters() {
        return manifest.shapes().values().stream()
                .mapToLong(TensorSpec::elements)
                .sum();
    }

    /**
     * Bytes that the tensors of some names take in memory while the network computes in the given type.
     *
     * @param stored bytes of an element in the files
     * @param layers that they are spread over; where they are converted while computing, one is in memory twice
     */
    long bytes(Predicate<String> names, DType compute, int stored, int layers) {
        long elements = manifest.shapes().entrySet().stream()
                .filter(entry -> names.test(entry.getKey()))
                .mapToLong(entry -> TensorSpec.elements(entry.getValue()))
                .sum();
        if (convertedAtOnce()) {
            return elements * compute.bytes();
        }
        return elements * stored + (stored == compute.bytes() ? 0 : elements / layers * compute.bytes());
    }

    private boolean convertedAtOnce() {
        return parameters() <= CONVERTED_AT_ONCE;
    }

    /** The files of this component; the caller closes them. */
    ComponentFiles files() {
        return ComponentFiles.open(folder);
    }

    /** What the network asks for and the files do not have, and the reverse. */
    List<String> differences(ComponentFiles files) {
        return files.differences(manifest);
    }

    /** The network, computing in the given type. */
    N network(DType compute) {
        if (built == null) {
            weights = Checkpoint.open(folder, manifest, convertedAtOnce() ? compute : null);
            built = network.apply(weights);
        }
        return built;
    }

    /** Gives the memory back until the network is asked for again. */
    void release() {
        if (built != null) {
            weights.close();
            built = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
