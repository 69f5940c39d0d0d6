// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import java.util.List;

/**
 * One image's words and reference images, as the networks will see them.
 *
 * @param references resized, in order; empty for text to image
 */
record Sample(TokenizedPrompt prompt, TokenizedPrompt negative, List<Image> references) {
    Sample {
        references = List.copyOf(references);
    }

    /** Text tokens of the longer of prompt and negative prompt. */
    int textTokens() {
        return Math.max(prompt.textTokens(), negative.textTokens());
    }
}
