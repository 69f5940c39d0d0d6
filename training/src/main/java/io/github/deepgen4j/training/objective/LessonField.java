// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/** Velocities of the B samples of a lesson, each at a noise level of its own: those of a network, or of arithmetic. */
interface LessonField {
    /**
     * The velocities, float32, with a graph to whatever is trained unless recording is disabled.
     *
     * @param latents (C, h, w) of each sample, float32
     * @param sigmas noise level of each sample
     * @return (C, h, w) of each sample
     */
    List<Tensor> velocities(List<Tensor> latents, float[] sigmas);
}
