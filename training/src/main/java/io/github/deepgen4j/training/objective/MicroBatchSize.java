// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Size;

/**
 * Dimensions of the largest micro-batch of a run that draws.
 *
 * @param image each target and reference
 * @param batch samples
 * @param references of each sample
 * @param tokens of its prompt, template included, image tokens not
 */
public record MicroBatchSize(Size image, int batch, int references, int tokens) {
    /** Tokens of a prompt as long as captions are. */
    public static final int CAPTION = 128;
}
