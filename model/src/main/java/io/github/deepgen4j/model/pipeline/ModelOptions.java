// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.qwen.Buffers;

/**
 * How a model is opened.
 *
 * @param compute type of the arithmetic
 * @param buffers rounded or exact rotary frequencies and CLIP constants (Q17)
 */
public record ModelOptions(Compute compute, Buffers buffers) {
    public static final ModelOptions DEFAULT = new ModelOptions(Compute.AUTO, Buffers.BF16);

    public ModelOptions withCompute(Compute value) {
        return new ModelOptions(value, buffers);
    }

    public ModelOptions withBuffers(Buffers value) {
        return new ModelOptions(compute, value);
    }
}
