// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.parts;

import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.Fresh;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Parameters;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One component: its weights as writable float32 tensors, or, frozen, in the type of the arithmetic and, where the file has
 * that very type, mapped. Owns the weights until closed.
 */
final class Part implements AutoCloseable {
    private final Path folder;
    private final Parameters weights;
    private final boolean frozen;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, long[]> shapes;

    /**
     * @param network asks for all weights of the component
     * @param number of the component; each has its own seed
     */
    Part(Path folder, int number, PartsOptions options, Consumer<Weights> network) {
        this.folder = folder;
        Manifest manifest = new Manifest();
        network.accept(manifest);
        this.shapes = Map.copyOf(manifest.shapes());
        boolean stored = !weightFiles().isEmpty();
        this.frozen = stored && !options.trains(folder.getFileName().toString());
        if (frozen) {
            this.weights = Checkpoint.open(folder, manifest, options.compute());
        } else if (stored) {
            this.weights = Checkpoint.openWritable(folder, manifest, DType.F32);
        } else {
            this.weights = new Fresh(options.seed() + number, options.initialiser());
        }
        manifest.shapes().forEach((name, shape) -> tensors.put(name, weights.get(name, shape)));
    }

    private List<Path> weightFiles() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".safetensors"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    Weights weights() {
        return weights;
    }

    /** Tensors by canonical name; of a frozen part they must not be written to. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    Map<String, long[]> shapes() {
        return shapes;
    }

    boolean frozen() {
        return frozen;
    }

    /** Puts the unchanged files of a frozen part into another folder: the same bytes, without a copy where possible. */
    void link(Path target) {
        try {
            Files.createDirectories(target);
            for (Path file : weightFiles()) {
                Path copy = target.resolve(file.getFileName().toString());
                try {
                    Files.createLink(copy, file.toRealPath());
                } catch (IOException | UnsupportedOperationException e) { // another disk
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
