// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;

/**
 * A tensor as a pickle describes it: a view into a storage, counted in elements.
 *
 * @param shape axis sizes, none negative
 * @param stride step of each axis in the storage, none negative
 */
record TensorRecord(Storage storage, long offset, long[] shape, long[] stride) {
    private static final int MAX_RANK = 16;

    /**
     * A storage: the file's entry of raw elements.
     *
     * @param key name of the entry under {@code data/}
     */
    record Storage(DType type, String key, long elements) {}

    /** Every element must lie in the storage, and no element may be claimed more often than it is stored. */
    TensorRecord {
        if (shape.length != stride.length || shape.length > MAX_RANK) {
            throw new WeightException("storage " + storage.key() + ": a tensor has " + shape.length + " axes and "
                    + stride.length + " strides, expected as many, at most " + MAX_RANK);
        }
        try {
            long last = offset;
            for (int axis = 0; axis < shape.length; axis++) {
                if (stride[axis] < 0) {
                    throw new WeightException("storage " + storage.key() + ": a tensor has a negative stride");
                }
                last = Math.addExact(last, Math.multiplyExact(Math.max(shape[axis] - 1, 0), stride[axis]));
            }
            long elements = TensorSpec.elements(shape);
            if (offset < 0
                    || offset > storage.elements()
                    || elements > storage.elements()
                    || (elements > 0 && last >= storage.elements())) {
                throw new WeightException("storage " + storage.key() + ": a tensor of " + elements
                        + " elements at offset " + offset + " is outside of its " + storage.elements() + " elements");
            }
        } catch (ArithmeticException e) {
            throw new WeightException("storage " + storage.key() + ": a tensor has more than 2^63 elements", e);
        }
    }

    boolean contiguous() {
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && stride[axis] != step) {
                return false;
            }
            step *= shape[axis];
        }
        return true;
    }
}
