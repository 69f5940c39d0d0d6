// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.geluTanh;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** Linear, GELU (tanh form), linear; four times as wide inside ("ff", "ff_context"). */
final class FeedForward {
    private final Linear in;
    private final Linear out;

    FeedForward(Weights weights, int width) {
        this.in = new Linear(weights.at("net.0.proj"), width, 4L * width);
        this.out = new Linear(weights.at("net.2"), 4L * width, width);
    }

    /** (B, N, D) -> (B, N, D) */
    Tensor forward(Tensor x) {
        return out.forward(geluTanh(in.forward(x)));
    }
}
