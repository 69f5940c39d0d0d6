// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.tensor.Scope;
import java.util.function.Supplier;

/** A network that is built when it is first asked for, and again after it was forgotten. */
final class LazyNetwork<N> {
    private final Supplier<N> build;
    private N built;

    LazyNetwork(Supplier<N> build) {
        this.build = build;
    }

    N get() {
        if (built == null) {
            try (var _ = Scope.open()) {
                built = build.get();
            }
        }
        return built;
    }

    /** Its weights are released: it must not be used any more. */
    void forget() {
        built = null;
    }
}
