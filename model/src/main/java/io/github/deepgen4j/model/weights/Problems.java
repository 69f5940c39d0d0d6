// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a checkpoint, so that one exception can report it all. */
final class Problems {
    private static final int LIMIT = 10_000; // a hostile header must not fill the memory with messages

    private final List<String> found = new ArrayList<>();
    private long left;

    void add(String problem) {
        if (found.size() < LIMIT) {
            found.add(problem);
        } else {
            left++;
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<String> list() {
        return List.copyOf(found);
    }

    /** Throws one exception naming every problem, if there is any. */
    void throwIfAny(String where) {
        if (!none()) {
            throw exception(where);
        }
    }

    WeightException exception(String where) {
        return WeightException.of(where, found, found.size() + left);
    }
}
