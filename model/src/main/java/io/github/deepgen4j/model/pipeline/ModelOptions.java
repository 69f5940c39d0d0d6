// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Residency;
import io.github.deepgen4j.model.qwen.Buffers;

/**
 * How a model is opened.
 *
 * @param compute type of the arithmetic
 * @param buffers rounded or exact rotary frequencies and CLIP constants (Q17)
 * @param residency which weights stay in memory between stages
 */
public record ModelOptions(Compute compute, Buffers buffers, Residency residency) {
    public static final ModelOptions DEFAULT = new ModelOptions(Compute.AUTO, Buffers.BF16, Residency.AUTO);

    public ModelOptions withCompute(Compute value) {
        return new ModelOptions(value, buffers, residency);
    }

    public ModelOptions withBuffers(Buffers value) {
        return new ModelOptions(compute, value, residency);
    }

    public ModelOptions withResidency(Residency value) {
        return new ModelOptions(compute, buffers, value);
    }
}
