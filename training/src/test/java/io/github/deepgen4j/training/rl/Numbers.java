// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/** Numbers of the fixtures, in which those that are not finite are words. */
final class Numbers {
    private Numbers() {}

    static double of(JsonNode number) {
        return number.isString() ? Double.parseDouble(number.asString()) : number.asDouble();
    }

    static double[] all(JsonNode numbers) {
        return numbers.valueStream().mapToDouble(Numbers::of).toArray();
    }

    /** F32 (n). */
    static Tensor tensor(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of(numbers.get(i));
        }
        return Tensor.of(values, values.length);
    }

    static double[] values(Tensor tensor) {
        float[] floats = tensor.detach().toFloats();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    static void assertClose(String what, double[] found, JsonNode expected, double tolerance) {
        assertThat(found.length).as(what).isEqualTo(expected.size());
        for (int i = 0; i < found.length; i++) {
            assertClose(what + " " + i, found[i], of(expected.get(i)), tolerance);
        }
    }

    /** Relative above 1, absolute below; NaN and infinite exactly. */
    static void assertClose(String what, double found, double expected, double tolerance) {
        if (!Double.isFinite(expected)) {
            assertThat(Double.compare(found, expected))
                    .as(what + ": " + found + " for " + expected)
                    .isZero();
        } else {
            assertThat(found).as(what).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
        }
    }
}
