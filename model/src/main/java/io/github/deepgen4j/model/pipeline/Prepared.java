// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.vae.Posterior;
import java.util.List;

/**
 * The sampler's input for B samples that does not depend on the seed. Belongs to the scope it was made in.
 *
 * @param references posteriors (C, h, w) of the references of each sample
 */
record Prepared(ConditionPair conditions, List<List<Posterior>> references) {}
