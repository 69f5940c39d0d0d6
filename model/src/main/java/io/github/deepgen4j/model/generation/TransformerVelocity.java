// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.sampling.VelocityField;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Set;

/**
 * The prediction of the diffusion transformer under fixed conditions and references, which were embedded once.
 *
 * @param conditions one row for each row of the latents
 * @param references embedded, and what was made of them in steps before
 * @param skipLayers numbers of blocks that are left out
 * @param reuse of steps before
 */
record TransformerVelocity(
        DiffusionTransformer transformer,
        EmbeddedConditions conditions,
        ReferenceMemory references,
        Set<Integer> skipLayers,
        BlockReuse reuse)
        implements VelocityField {
    @Override
    public Tensor velocity(Tensor latents, Moment at) {
        Tensor timesteps = Tensor.full(at.timestep(), DType.F32, latents.size(0));
        ReferenceMemory.Given given = references.at(at, transformer.tokens(latents));
        return transformer.forward(
                latents, given.tokens(), conditions, timesteps, skipLayers, reuse.at(at), given.keys());
    }
}
