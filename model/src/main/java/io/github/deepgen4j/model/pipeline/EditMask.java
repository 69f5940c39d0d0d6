// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Image;

/**
 * The mask of an edit's first image: white is redrawn, black is kept byte by byte, grey mixes both. It is brought to
 * the size of the image after its resize.
 *
 * @param source name of its file, for the recipe
 */
public record EditMask(Image image, String source) {
    public EditMask {
        Given.require("mask", image);
        PromptRules.checkWritable("source of the mask", Given.require("source of the mask", source));
    }
}
