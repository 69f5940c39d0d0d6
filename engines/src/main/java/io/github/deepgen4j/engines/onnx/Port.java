// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An input or output of a network.
 *
 * @param type of its numbers, for example {@code float}
 * @param shape -1 where any size is allowed
 */
record Port(String name, String type, long... shape) {
    /** True for numbers of a type and shape, in which -1 allows any size. */
    boolean takes(String wantedType, long... wanted) {
        if (!type.equals(wantedType) || shape.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] >= 0 && wanted[i] >= 0 && shape[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static String text(String type, long... shape) {
        return type.toLowerCase(Locale.ROOT) + " "
                + Arrays.stream(shape)
                        .mapToObj(side -> side < 0 ? "any" : Long.toString(side))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String toString() {
        return "'" + name + "' of " + text(type, shape);
    }
}
