// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;

/** Sizes of prepared images that the networks of a model take; others would only fail inside of them. */
public interface Limits {
    /** Those of no model. */
    Limits NONE = _ -> {};

    /** @throws RefusedSampleException if an image of a prepared sample is too large, or has sides that do not fit */
    void require(Sample prepared);

    /** Those of a model. */
    static Limits of(ModelConfig model) {
        return sample -> {
            try {
                model.checkDrawable(sample.target().size());
                sample.references().forEach(reference -> requireReference(model, reference.size()));
            } catch (IllegalArgumentException e) {
                throw new RefusedSampleException(
                        sample.where() + ": after its resize the model does not take the image: " + e.getMessage());
            }
        };
    }

    private static void requireReference(ModelConfig model, Size size) {
        model.checkReference(size, ResizeRule.FIX_PIXELS);
        if (size.width() % ResizeRule.STEP != 0 || size.height() % ResizeRule.STEP != 0) {
            throw new IllegalArgumentException(
                    "reference expected sides that are multiples of %d, found %s; set the unit of image to it"
                            .formatted(ResizeRule.STEP, size));
        }
    }
}
