// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import java.util.List;

/** Judges images: by program, with a network, or by asking a judge somewhere else. */
public interface Scorer {
    /**
     * Judges images in any number; how many are worked on at once is up to the scorer. An image that cannot be judged
     * is {@link Judgement.Failed}, never a zero, and may be asked for again, alone or among others.
     *
     * @return one judgement for each image, in the same order
     * @throws io.github.deepgen4j.model.image.ImageException if an image cannot be read
     * @throws IllegalArgumentException if an item is of another benchmark
     */
    List<Judgement> score(List<Drawn> images);
}
