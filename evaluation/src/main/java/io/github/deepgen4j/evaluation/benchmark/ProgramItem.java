// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Image;
import java.util.Locale;

/** An item of a {@link ProgramBenchmark}: a generated sample, which knows what is right. */
public interface ProgramItem extends Item {
    /** Position inside the group, from 0. */
    int number();

    /** Added to the run's seed, different for every item and the same in every run. */
    long seedOffset();

    /** The prompt and, for edits, what the image to edit shows; part of the request hash. */
    String question();

    /** True if there is an image to edit. */
    boolean edits();

    /** The image to edit, made anew by every call; only of an item that edits one. */
    Image source();

    /** Judges an image drawn for it. */
    Verdict judge(Image image);

    @Override
    default String id() {
        return String.format(Locale.ROOT, "%s/%03d", group(), number());
    }

    /** In the folder of pictures. */
    default String file() {
        return id() + ".png";
    }

    /** The file of the image to edit, relative to a run. */
    default String reference() {
        return "references/" + file();
    }
}
