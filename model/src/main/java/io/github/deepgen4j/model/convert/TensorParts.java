// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor put together from runs of elements of others, read like any other in pieces.
 *
 * @param runs in order; together exactly the elements
 */
record TensorParts(TensorSpec spec, List<Run> runs) implements StoredTensor {
    /** Elements of a tensor, one after another. */
    private record Run(StoredTensor tensor, long first, long count) {}

    /** Equal parts of a tensor along its first axis. */
    static List<StoredTensor> rows(StoredTensor tensor, int parts) {
        long[] shape = tensor.spec().shape();
        requireDivisible(tensor, parts);
        shape[0] /= parts;
        long count = TensorSpec.elements(shape);
        List<StoredTensor> result = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            result.add(of(tensor, List.of(new Run(tensor, i * count, count)), shape));
        }
        return result;
    }

    /** The second half along the first axis, then the first. */
    static StoredTensor halvesSwapped(StoredTensor tensor) {
        requireDivisible(tensor, 2);
        long half = tensor.spec().elements() / 2;
        return of(
                tensor,
                List.of(new Run(tensor, half, half), new Run(tensor, 0, half)),
                tensor.spec().shape());
    }

    /** A tensor of the same elements and another shape. */
    static StoredTensor shaped(StoredTensor tensor, long... shape) {
        return of(tensor, List.of(new Run(tensor, 0, tensor.spec().elements())), shape);
    }

    /** Tensors one below the other along the first axis. */
    static StoredTensor stacked(List<StoredTensor> mixed) {
        List<StoredTensor> tensors = ofOneType(mixed);
        long[] shape = tensors.getFirst().spec().shape();
        List<Run> runs = new ArrayList<>();
        long rows = 0;
        for (StoredTensor tensor : tensors) {
            requireAlike(tensors.getFirst(), tensor);
            rows += shape.length == 0 ? 0 : shape[0];
            runs.add(new Run(tensor, 0, tensor.spec().elements()));
        }
        shape[0] = rows;
        return of(tensors.getFirst(), runs, shape);
    }

    /** Two kernels (out, in, h, w) of two frames as one of (out, in, 2, h, w). */
    static StoredTensor frames(StoredTensor one, StoredTensor other) {
        List<StoredTensor> both = ofOneType(List.of(one, other));
        StoredTensor first = both.getFirst();
        StoredTensor second = both.getLast();
        long[] shape = first.spec().shape();
        requireAlike(first, second);
        if (shape.length != 4) {
            throw new WeightException(first.describe() + " expected 4 axes");
        }
        long kernel = shape[2] * shape[3];
        List<Run> runs = new ArrayList<>();
        for (long i = 0; i < shape[0] * shape[1]; i++) {
            runs.add(new Run(first, i * kernel, kernel));
            runs.add(new Run(second, i * kernel, kernel));
        }
        return of(first, runs, shape[0], shape[1], 2, shape[2], shape[3]);
    }

    /** The tensors in one type, float32 if theirs differ. */
    private static List<StoredTensor> ofOneType(List<StoredTensor> tensors) {
        boolean mixed =
                tensors.stream().map(tensor -> tensor.spec().type()).distinct().count() > 1;
        return mixed ? tensors.stream().<StoredTensor>map(Widened::new).toList() : tensors;
    }

    /** A tensor of any type of floating point, read as float32. */
    private record Widened(StoredTensor narrow) implements StoredTensor {
        @Override
        public TensorSpec spec() {
            return new TensorSpec(narrow.spec().name(), DType.F32, narrow.spec().shape());
        }

        @Override
        public String where() {
            return narrow.where();
        }

        @Override
        public void read(long first, MemorySegment target) {
            try (var _ = Scope.open()) {
                byte[] values = narrow.elements(first, target.byteSize() / Float.BYTES)
                        .to(DType.F32)
                        .storedBytes();
                target.copyFrom(MemorySegment.ofArray(values));
            }
        }
    }

    private static StoredTensor of(StoredTensor like, List<Run> runs, long... shape) {
        return new TensorParts(new TensorSpec(like.spec().name(), like.spec().type(), shape), List.copyOf(runs));
    }

    private static void requireDivisible(StoredTensor tensor, int parts) {
        long[] shape = tensor.spec().shape();
        if (shape.length == 0 || shape[0] % parts != 0) {
            throw new WeightException(tensor.describe() + " expected " + parts + " equal parts");
        }
    }

    private static void requireAlike(StoredTensor first, StoredTensor other) {
        if (first.spec().shape().length == 0
                || !Arrays.equals(first.spec().shape(), other.spec().shape())) {
            throw new WeightException(other.describe() + " expected the shape of " + first.describe());
        }
    }

    @Override
    public DType keptAs() {
        return runs.getFirst().tensor().keptAs();
    }

    @Override
    public String where() {
        return runs.getFirst().tensor().where();
    }

    @Override
    public void read(long first, MemorySegment target) {
        int bytes = spec.type().bytes();
        long count = target.byteSize() / bytes;
        if (first < 0 || count > spec.elements() - first) {
            throw new IndexOutOfBoundsException("element " + first + " and " + count + " more of " + spec);
        }
        long skip = first;
        long done = 0;
        for (Run run : runs) {
            if (skip < run.count() && done < count) {
                long some = Math.min(run.count() - skip, count - done);
                run.tensor().read(run.first() + skip, target.asSlice(done * bytes, some * bytes));
                done += some;
                skip += some;
            }
            skip -= run.count();
        }
    }
}
