// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import java.util.Arrays;

/** Arrays of numbers that go into a network or come out of it, row by row. */
public sealed interface Numbers {
    long[] shape();

    /** Single precision. */
    record Floats(float[] values, long... shape) implements Numbers {
        public Floats {
            require(values.length, shape);
        }
    }

    /** 64-bit integers, such as the ids of tokens. */
    record Longs(long[] values, long... shape) implements Numbers {
        public Longs {
            require(values.length, shape);
        }
    }

    private static void require(int length, long... shape) {
        if (Arrays.stream(shape).reduce(1, (a, b) -> a * b) != length) {
            throw new IllegalArgumentException(
                    "numbers of shape %s, found %d".formatted(Arrays.toString(shape), length));
        }
    }
}
