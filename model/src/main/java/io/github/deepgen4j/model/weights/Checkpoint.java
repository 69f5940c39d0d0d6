// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
    private final Map<String, QuantisedMatrix> matrices = new HashMap<>();
    private final int expected;
    private final DType compute;
    private final Predicate<String> quantised;
    private final boolean writable;
    private boolean anyMapped;

    private Checkpoint(
            ComponentFiles files, int expected, DType compute, Predicate<String> quantised, boolean writable) {
        this.files = files;
        this.expected = expected;
        this.compute = compute;
        this.quantised = quantised;
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
        return open(folder, expected, compute, _ -> false);
    }

    /**
     * As above; matrices that are stored in int8 stay so, and others of some names become it.
     *
     * @param quantised true for the name of a matrix that int8 takes
     */
    public static Checkpoint open(Path folder, Manifest expected, DType compute, Predicate<String> quantised) {
        return open(folder, expected, compute, quantised, false);
    }

    /**
     * Opens a folder for training: every tensor is a copy in memory, of the given type, that may be changed in place.
     */
    public static Checkpoint openWritable(Path folder, Manifest expected, DType type) {
        return open(folder, expected, type, _ -> false, true);
    }

    private static Checkpoint open(
            Path folder, Manifest expected, DType compute, Predicate<String> quantised, boolean writable) {
        ComponentFiles files = ComponentFiles.open(folder);
        Problems problems = new Problems();
        files.differences(expected).forEach(problems::add);
        if (!problems.none()) {
            files.close();
            throw problems.exception(folder.toString());
        }
        return new Checkpoint(files, expected.shapes().size(), compute, quantised, writable);
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

    @Override
    public Matrix matrix(String name, long out, long in) {
        if (stored(name).entry().spec().type() != DType.I8 && !quantised.test(name)) {
            return Parameters.super.matrix(name, out, in);
        }
        return matrices.computeIfAbsent(
                name,
                _ -> new QuantisedMatrix(
                        () -> int8(name), () -> stored(name).entry().data().unload()));
    }

    /** A stored matrix in int8, in the innermost scope. */
    private Int8Matrix int8(String name) {
        anyMapped = true;
        Tensor weight = stored(name).file().mapped(stored(name).name());
        if (weight.dtype() != DType.I8) {
            return Int8Matrix.of(weight.toDefaultDevice());
        }
        Tensor scales = stored(name + Int8Rules.SCALE)
                .file()
                .mapped(stored(name + Int8Rules.SCALE).name());
        if (!scales.isFinite() || scales.gt(0).eq(0).sum().item() > 0) {
            throw new WeightException(files.folder() + ": " + name + Int8Rules.SCALE
                    + " expected positive numbers, found others; the file is damaged");
        }
        return new Int8Matrix(weight.toDefaultDevice(), scales.toDefaultDevice());
    }

    private ComponentFiles.Stored stored(String name) {
        ComponentFiles.Stored stored = files.tensors().get(name);
        if (stored == null) {
            throw new WeightException(
                    files.folder() + ": no tensor " + name + "; the network asks for more than its manifest said");
        }
        return stored;
    }

    private Tensor load(String name) {
        ComponentFiles.Stored stored = stored(name);
        try (var _ = Scope.open()) {
            if (stored.entry().spec().type() == DType.I8) {
                return int8(name)
                        .dequantised(compute == null ? DType.F32 : compute)
                        .own();
            }
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
        matrices.values().forEach(QuantisedMatrix::close);
        files.close();
    }
}
