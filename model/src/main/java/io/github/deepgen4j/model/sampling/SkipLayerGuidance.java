// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Set;

/**
 * Skip-layer guidance: in an early part of the run a third pass without some blocks says what to move away from
 * (spec/model.md section 8.4). Off unless asked for; SD3.5-medium's recommendation is blocks 7, 8, 9.
 */
public record SkipLayerGuidance(Set<Integer> layers, double scale, double start, double stop) {
    public static final SkipLayerGuidance OFF = new SkipLayerGuidance(Set.of(), 2.8, 0.01, 0.2);

    public SkipLayerGuidance {
        layers = Set.copyOf(Given.require("skip layers", layers));
    }

    public static SkipLayerGuidance of(Integer... layers) {
        return new SkipLayerGuidance(Set.of(layers), OFF.scale, OFF.start, OFF.stop);
    }

    public boolean active(int step, int steps) {
        return !layers.isEmpty() && step > start * steps && step < stop * steps;
    }

    /** guided + scale (positive - skipped), each operator rounding to the tensors' type. */
    public Tensor combine(Tensor guided, Tensor positive, Tensor skipped) {
        return guided.add(positive.sub(skipped).mul(scale));
    }
}
