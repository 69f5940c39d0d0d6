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
import java.util.function.Function;

/**
 * One component folder of a model: its files are checked when the model is opened, its network is built over the mapped
 * weights when first asked for, and can be released and built again. Owns the weights until closed.
 */
final class Component<N> implements AutoCloseable {
    /** Components of more parameters are converted layer by layer while they compute, not once as a whole. */
    private static final long CONVERTED_AT_ONCE = 500_000_000;

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

    /** Number of parameters the network asks for. */
    long parameters() {
        return manifest.shapes().values().stream()
                .mapToLong(TensorSpec::elements)
                .sum();
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
            weights = Checkpoint.open(folder, manifest, parameters() <= CONVERTED_AT_ONCE ? compute : null);
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
