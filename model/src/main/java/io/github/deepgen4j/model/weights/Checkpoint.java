// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One component folder of a checkpoint as a source of weights. Everything is compared with what the network asks for
 * before the first tensor is loaded. Each tensor is read once, when asked for, and belongs to this object until it is
 * closed; no network built over it may run after that.
 */
public final class Checkpoint implements Parameters {
    /** Types in which weights may be stored. */
    static final List<DType> STORABLE = List.of(DType.BF16, DType.F16, DType.F32);

    private final ComponentFiles files;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final int expected;
    private final DType compute;
    private final boolean writable;
    private boolean anyMapped;

    private Checkpoint(ComponentFiles files, int expected, DType compute, boolean writable) {
        this.files = files;
        this.expected = expected;
        this.compute = compute;
        this.writable = writable;
    }

    /**
     * Opens a folder for inference.
     *
     * @param expected what the network will ask for
     * @param compute the type of the tensors handed out, or null for the stored type of each. A tensor already stored
     *     in this type is not copied: it reads the mapped file and <em>must not be written to</em>
     * @throws WeightException listing every missing or unexpected tensor, wrong shape and wrong type
     */
    public static Checkpoint open(Path folder, Manifest expected, DType compute) {
        return open(folder, expected, compute, false);
    }

    /**
     * Opens a folder for training: every tensor is a copy in memory, of the given type, that may be changed in place.
     */
    public static Checkpoint openWritable(Path folder, Manifest expected, DType type) {
        return open(folder, expected, type, true);
    }

    private static Checkpoint open(Path folder, Manifest expected, DType compute, boolean writable) {
        ComponentFiles files = ComponentFiles.open(folder);
        Problems problems = new Problems();
        files.differences(expected).forEach(problems::add);
        if (!problems.none()) {
            files.close();
            throw problems.exception(folder.toString());
        }
        return new Checkpoint(files, expected.shapes().size(), compute, writable);
    }

    @Override
    public Tensor get(String name, long... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            tensor = load(name);
            tensors.put(name, tensor);
            if (tensors.size() == expected && !anyMapped) {
                files.close(); // everything is in memory
            }
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new WeightException(files.folder() + ": " + name + " expected shape " + TensorSpec.text(shape)
                    + ", found " + TensorSpec.text(tensor.shape()));
        }
        return tensor;
    }

    private Tensor load(String name) {
        ComponentFiles.Stored stored = files.tensors().get(name);
        if (stored == null) {
            throw new WeightException(
                    files.folder() + ": no tensor " + name + "; the network asks for more than its manifest said");
        }
        try (var _ = Scope.open()) {
            Tensor mapped = stored.file().mapped(stored.name());
            Tensor placed = mapped.toDefaultDevice();
            Tensor cast = compute == null ? placed : placed.to(compute);
            if (cast != mapped) {
                return cast.own();
            }
            if (writable) {
                return mapped.copy().own();
            }
            anyMapped = true;
            return mapped.own();
        }
    }

    @Override
    public Map<String, Tensor> tensors() {
        if (!writable) {
            throw new WeightException(files.folder()
                    + ": opened for reading; its tensors may be mapped files, use openWritable to train");
        }
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        files.close();
    }
}
