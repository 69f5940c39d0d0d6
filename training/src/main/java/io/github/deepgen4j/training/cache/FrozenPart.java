// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A component whose weights do not change, loaded in float32 when first used. Owns them until closed. */
final class FrozenPart<N> implements AutoCloseable {
    private final Path folder;
    private final Function<Weights, N> network;
    private Checkpoint weights;
    private N built;

    FrozenPart(Path folder, Function<Weights, N> network) {
        this.folder = folder;
        this.network = network;
    }

    /** Tells this component from others, by its weights (see {@link Fingerprint}) and all of its settings. */
    String fingerprint() {
        Fingerprint sum = new Fingerprint();
        try (ComponentFiles files = ComponentFiles.open(folder)) {
            sum.add(files);
            return sum.text() + " " + Files.readString(folder.resolve("config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": its config.json cannot be read", e);
        }
    }

    N network() {
        if (built == null) {
            try (var _ = Scope.open()) {
                Manifest manifest = new Manifest();
                network.apply(manifest);
                weights = Checkpoint.open(folder, manifest, DType.F32);
                built = network.apply(weights);
            }
        }
        return built;
    }

    @Override
    public void close() {
        if (built != null) {
            weights.close();
            built = null;
        }
    }
}
