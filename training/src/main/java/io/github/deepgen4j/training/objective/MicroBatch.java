// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/** Samples of one task that are computed together; pictures are resized already, and may differ in size. */
public record MicroBatch(Kind kind, List<Example> examples) {
    /** Drawing from words alone, or changing reference pictures. */
    public enum Kind {
        TEXT2IMAGE,
        IMAGE2IMAGE
    }

    /**
     * One sample.
     *
     * @param text prompt or instruction, without template
     * @param references none for {@link Kind#TEXT2IMAGE}
     */
    public record Example(String text, Image target, List<Image> references) {}

    public MicroBatch {
        for (Example example : examples) {
            if (example.references().isEmpty() != (kind == Kind.TEXT2IMAGE)) {
                throw new IllegalArgumentException(kind + " micro-batch found a sample with "
                        + example.references().size() + " references");
            }
        }
    }
}
