// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.qwen.ConstantPrecision;

/**
 * Options for opening a model.
 *
 * @param compute type of the arithmetic
 * @param constants rounded or exact rotary frequencies and CLIP constants (Q17)
 * @param offload which weights stay in memory between stages
 */
public record ModelOptions(Compute compute, ConstantPrecision constants, Offload offload) {
    public static final ModelOptions DEFAULT = new ModelOptions(Compute.AUTO, ConstantPrecision.BF16, Offload.AUTO);

    public ModelOptions {
        Given.require("compute", compute);
        Given.require("constants", constants);
        Given.require("offload", offload);
    }

    public ModelOptions withCompute(Compute value) {
        return new ModelOptions(value, constants, offload);
    }

    public ModelOptions withConstants(ConstantPrecision value) {
        return new ModelOptions(compute, value, offload);
    }

    public ModelOptions withOffload(Offload value) {
        return new ModelOptions(compute, constants, value);
    }
}
