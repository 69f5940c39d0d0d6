// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorSpec;
import java.lang.foreign.MemorySegment;

/** A transposed or cut-out view that was saved as it was: its elements are gathered one by one. */
record StridedTensor(String where, TensorSpec spec, MemorySegment storage, TensorRecord view) implements StoredTensor {
    @Override
    public void read(long first, MemorySegment target) {
        int bytes = spec.type().bytes();
        long[] shape = view.shape();
        for (long i = 0; i < target.byteSize() / bytes; i++) {
            long rest = first + i;
            long from = view.offset();
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += rest % shape[axis] * view.stride()[axis];
                rest /= shape[axis];
            }
            MemorySegment.copy(storage, from * bytes, target, i * bytes, bytes);
        }
    }
}
