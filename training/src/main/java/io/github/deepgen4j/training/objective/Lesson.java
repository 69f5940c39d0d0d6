// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/**
 * The samples of one micro-batch as a transformer sees them, B of them; tensors belong to the scope they were made in.
 *
 * @param latents of the wanted image of each sample, (C, h, w) of any size
 * @param noise of each sample, like its latents
 * @param u place of each sample in the noise schedule
 * @param references latents of the references of each sample
 * @param conditions of the prompts and, as drawing takes them, of what they are guided away from
 * @param weighting of noise levels
 * @param task name under which a loss is reported
 */
public record Lesson(
        List<Tensor> latents,
        List<Tensor> noise,
        double[] u,
        List<List<Tensor>> references,
        ConditionPair conditions,
        Weighting weighting,
        String task) {
    /** Number of samples. */
    public int size() {
        return latents.size();
    }
}
