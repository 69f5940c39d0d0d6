// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.tensor.Functional.silu;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Tensor;

/** down(SiLU(gate(x)) * up(x)); with biases in the vision tower, without in the language model. */
final class GatedMlp {
    private final Linear gate;
    private final Linear up;
    private final Linear down;

    private GatedMlp(Linear gate, Linear up, Linear down) {
        this.gate = gate;
        this.up = up;
        this.down = down;
    }

    static GatedMlp withBias(Weights weights, int hidden, int intermediate) {
        return new GatedMlp(
                new Linear(weights.at("gate_proj"), hidden, intermediate),
                new Linear(weights.at("up_proj"), hidden, intermediate),
                new Linear(weights.at("down_proj"), intermediate, hidden));
    }

    static GatedMlp withoutBias(Weights weights, int hidden, int intermediate) {
        return new GatedMlp(
                Linear.withoutBias(weights.at("gate_proj"), hidden, intermediate),
                Linear.withoutBias(weights.at("up_proj"), hidden, intermediate),
                Linear.withoutBias(weights.at("down_proj"), intermediate, hidden));
    }

    Tensor forward(Tensor x) {
        return down.forward(silu(gate.forward(x)).mul(up.forward(x)));
    }
}
