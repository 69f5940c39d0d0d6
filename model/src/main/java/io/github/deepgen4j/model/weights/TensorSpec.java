// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import java.util.Arrays;
import java.util.Objects;

/**
 * The header of a tensor in a file: name, type and shape.
 *
 * @param shape axis sizes, none negative; empty for a scalar
 */
public record TensorSpec(String name, DType type, long... shape) {
    public TensorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
        byteSize(type, shape); // refuses negative and overflowing shapes
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    public long elements() {
        return elements(shape);
    }

    public long byteSize() {
        return byteSize(type, shape);
    }

    /** For messages: {@code BF16 (2048, 11008)}. */
    String describe() {
        return type + " " + text(shape);
    }

    /** A shape as messages write it: {@code (2048, 11008)}. */
    static String text(long[] shape) {
        return Arrays.toString(shape).replace('[', '(').replace(']', ')');
    }

    private static long byteSize(DType type, long[] shape) {
        try {
            return Math.multiplyExact(elements(shape), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw new WeightException("shape " + text(shape) + " of " + type + " has more than 2^63 bytes", e);
        }
    }

    /** Product of the axis sizes. */
    public static long elements(long... shape) {
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                throw new WeightException("shape " + text(shape) + " has a negative axis");
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorSpec that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(shape));
    }

    @Override
    public String toString() {
        return name + " " + describe();
    }
}
