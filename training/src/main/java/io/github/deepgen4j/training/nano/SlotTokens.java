// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.shapeworld.task.Example;
import java.util.HashMap;
import java.util.Map;

/** The words of {@link Example#slots()} as one token each: the first one of the word as it stands inside a sentence. */
final class SlotTokens {
    private final Tokenizer tokenizer;
    private final Map<String, Long> known = new HashMap<>();

    SlotTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** {@link Example#SLOTS} token ids. */
    long[] of(Example example) {
        return example.slots().stream()
                .mapToLong(word -> known.computeIfAbsent(word, this::token))
                .toArray();
    }

    /** Letters stand between quotation marks, without a space. */
    private long token(String word) {
        return tokenizer.encode(word.length() == 1 ? word : " " + word)[0];
    }
}
