// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;

/** The two token streams of the transformer: image (B, N, D), references included, and context (B, T, D). */
record Streams(Tensor image, Tensor context) {
    Streams keep(Scope scope) {
        return new Streams(scope.keep(image), scope.keep(context));
    }
}
