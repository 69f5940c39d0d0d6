// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Mask;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import java.util.List;
import java.util.Optional;

/**
 * A request with everything chosen that the model chooses where the user did not.
 *
 * @param sample what the networks see of it
 * @param sampling with a guidance
 * @param sources names and pixel sums of the references as they were given, before the resize
 * @param imageSize what the resize rule aims at; 0 without references
 * @param mask of the first reference, in the size of the image
 * @param maskSource name and pixel sum of the mask as it was given; empty without
 */
record ResolvedRequest(
        String prompt,
        String negative,
        Sample sample,
        Size size,
        SamplingOptions sampling,
        List<Recipe.Reference> sources,
        ResizeRule resize,
        int imageSize,
        Optional<Mask> mask,
        List<Recipe.Reference> maskSource) {}
