// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes a sample as stored into one the model can take: sizes of images, and texts left out so that the model learns
 * the unconditional case (spec/training.md section 2.3).
 *
 * @param unconditional share of texts to images whose text becomes empty
 * @param editUnconditional the same for edits, whose images stay; 0 in the reference (T5)
 * @param limits of the model that takes the samples
 */
public record Preparation(ImageProcess image, double unconditional, double editUnconditional, Limits limits) {
    public Preparation {
        if (!(unconditional >= 0 && unconditional <= 1 && editUnconditional >= 0 && editUnconditional <= 1)) {
            throw new ConfigException("unconditional and edit_unconditional expected 0 to 1, found " + unconditional
                    + " and " + editUnconditional);
        }
    }

    /** Preparation for no model in particular. */
    public Preparation(ImageProcess image, double unconditional, double editUnconditional) {
        this(image, unconditional, editUnconditional, Limits.NONE);
    }

    /**
     * The sample with both sides of every image a multiple of {@link ImageProcess#unit()}.
     *
     * @param random draws what is random in it
     * @throws BadSampleException if an image cannot be resized, or the model does not take it then
     */
    public Sample apply(Sample sample, RandomGenerator random) {
        double share = sample.type() == SampleType.TEXT_TO_IMAGE ? unconditional : editUnconditional;
        String text = random.nextDouble() < share ? "" : sample.text();
        try {
            Image target = image.apply(sample.target(), random);
            List<Image> references = sample.references().stream()
                    .map(reference -> image.apply(reference, random))
                    .toList();
            var prepared = new Sample(sample.type(), text, target, references, sample.where(), sample.trimmed());
            limits.require(prepared);
            return prepared;
        } catch (ImageException | ArithmeticException e) {
            throw new BadSampleException(sample.where() + ": " + e.getMessage(), e);
        }
    }
}
