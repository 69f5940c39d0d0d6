// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import java.util.List;

/**
 * A prompt in its chat template, as token ids.
 *
 * @param ids image pads included, think tokens not
 * @param references grids of the reference images whose pads the ids hold, in order
 */
public record TokenizedPrompt(long[] ids, List<MergedGrid> references) {
    public TokenizedPrompt {
        references = List.copyOf(references);
    }

    public int length() {
        return ids.length;
    }

    /** Tokens that stand for reference images. */
    public int imageTokens() {
        return references.stream().mapToInt(MergedGrid::cells).sum();
    }

    /** Tokens of the text and its chat turns. */
    public int textTokens() {
        return ids.length - imageTokens();
    }
}
