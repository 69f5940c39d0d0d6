// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;

/** Inputs in a scope of the benchmark's thread, released after the trial. */
abstract class TensorState {
    private Scope scope;
    private Autograd guard;
    private Rng rng;

    final void open() {
        scope = Scope.open();
        guard = Autograd.disabled();
        rng = Rng.seeded(1);
    }

    final void close() {
        rng.close();
        guard.close();
        scope.close();
    }

    final Tensor normal(DType type, long... shape) {
        return rng.normal(shape).to(type);
    }
}
