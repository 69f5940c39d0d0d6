// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/**
 * One training sample. Images may be of any size until a {@link Preparation} brought them to sizes the model knows.
 *
 * @param text the caption or instruction, before any template; empty where it was dropped
 * @param target the image to be made
 * @param references the images to be edited; none for {@link SampleType#TEXT_TO_IMAGE}
 * @param where the file and the place in it that the sample comes from
 * @param trimmed true if the text had blanks at an end that were taken off
 */
public record Sample(
        SampleType type, String text, Image target, List<Image> references, String where, boolean trimmed) {
    public Sample {
        references = List.copyOf(references);
        if (references.isEmpty() != (type == SampleType.TEXT_TO_IMAGE)) {
            throw new IllegalArgumentException(
                    where + ": " + type + " sample with " + references.size() + " references");
        }
    }

    /** A sample whose text is as it was stored. */
    public Sample(SampleType type, String text, Image target, List<Image> references, String where) {
        this(type, text, target, references, where, false);
    }

    Sample(SampleType type, Caption caption, Image target, List<Image> references, String where) {
        this(type, caption.text(), target, references, where, caption.trimmed());
    }
}
