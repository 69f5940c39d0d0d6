// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.util.List;

/** Arguments that callers of the library must give. */
public final class Given {
    private Given() {}

    /** @throws IllegalArgumentException if it is null, naming it */
    public static <T> T require(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " expected a value, found null");
        }
        return value;
    }

    /**
     * A copy of a list.
     *
     * @throws IllegalArgumentException if it is null or holds null, naming the place
     */
    public static <T> List<T> requireAll(String what, List<T> values) {
        require(what, values);
        for (int i = 0; i < values.size(); i++) {
            require(what + " " + (i + 1), values.get(i));
        }
        return List.copyOf(values);
    }
}
