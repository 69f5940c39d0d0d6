// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.text.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words of {@link Planned#slots()} as one token each: the first one of the word as it stands inside a sentence. */
final class SlotTokens {
    private final Tokenizer tokenizer;
    private final Map<String, Long> known = new HashMap<>();

    SlotTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** A token id for each slot. */
    long[] of(List<String> slots) {
        return slots.stream()
                .mapToLong(word -> known.computeIfAbsent(word, this::token))
                .toArray();
    }

    /** Letters stand between quotation marks, without a space, and an emoji is the same token with one and without. */
    private long token(String word) {
        boolean spaced = word.length() > 1 && Character.isLetter(word.codePointAt(0));
        return tokenizer.encode(spaced ? " " + word : word)[0];
    }
}
