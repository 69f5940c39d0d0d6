// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * All that chance decides in one micro-batch, float32; belongs to the scope it was made in.
 *
 * @param u place in the noise schedule of each sample
 * @param noise like the latents (C, h, w) of each sample
 * @param epsilon draw of the auto-encoder's posterior of each target; its mean is taken where the list is empty
 * @param referenceEpsilon the same for each reference of each sample
 */
record MicroBatchNoise(double[] u, List<Tensor> noise, List<Tensor> epsilon, List<List<Tensor>> referenceEpsilon) {

    /**
     * MicroBatchNoise for targets and references of the given latent shapes.
     *
     * @param sampled false for the posterior's mean instead of a draw (T27)
     */
    static MicroBatchNoise of(
            Rng rng, double[] u, List<long[]> shapes, List<List<long[]>> references, boolean sampled) {
        List<Tensor> noise = normals(rng, shapes);
        if (!sampled) {
            return new MicroBatchNoise(u, noise, List.of(), List.of());
        }
        List<Tensor> epsilon = normals(rng, shapes);
        List<List<Tensor>> referenceEpsilon = new ArrayList<>();
        for (List<long[]> row : references) {
            referenceEpsilon.add(normals(rng, row));
        }
        return new MicroBatchNoise(u, noise, epsilon, referenceEpsilon);
    }

    private static List<Tensor> normals(Rng rng, List<long[]> shapes) {
        return shapes.stream().map(rng::normal).toList();
    }
}
