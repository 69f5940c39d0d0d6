// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Image;
import java.util.Optional;

/** One thing to draw, and the judgement of what was drawn. */
public interface Item {
    String group();

    /** Position inside the group, from 0. */
    int number();

    String prompt();

    /** The image to edit; empty for text to image. */
    Optional<Image> reference();

    /** Added to the run's seed, different for every item and the same in every run. */
    long seedOffset();

    /** Judges an image of any size. */
    Judgement judge(Image image);
}
