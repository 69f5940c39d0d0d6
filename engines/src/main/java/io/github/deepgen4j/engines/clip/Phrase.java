// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.clip;

import io.github.deepgen4j.engines.onnx.Description;
import io.github.deepgen4j.engines.onnx.Numbers.Longs;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.text.Tokenizer;
import java.util.Arrays;

/**
 * The form in which a network takes a text: a start token, the text cut off where the context ends, an end token,
 * padding.
 */
final class Phrase implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final int context;
    private final long start;
    private final long end;
    private final long padding;

    private Phrase(Tokenizer tokenizer, ConfigFile text) {
        this.tokenizer = tokenizer;
        this.context = text.integer("context", 3, 1 << 16, 77);
        this.start = tokenizer.special(text.text("start", "<|startoftext|>"));
        this.end = tokenizer.special(text.text("end", "<|endoftext|>"));
        this.padding = text.integer("pad", 0, Integer.MAX_VALUE, (int) end);
    }

    /**
     * The ids of a text, and which of them are no padding.
     *
     * @param ids (1, context)
     * @param mask (1, context), 1 or 0
     */
    record Tokens(Longs ids, Longs mask) {}

    /** Opens {@code tokenizer.json} of a folder; the object {@code text} of its description has the rest. */
    static Phrase open(Description description) {
        ConfigFile text = description.config().has("text_input")
                ? description.config().section("text_input")
                : ConfigFile.of("{}", description.folder() + "/" + Description.FILE);
        Tokenizer tokenizer = Tokenizer.open(description.folder());
        try {
            return new Phrase(tokenizer, text);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    int context() {
        return context;
    }

    Tokens of(String text) {
        long[] inner = tokenizer.encode(text);
        int kept = Math.min(inner.length, context - 2);
        long[] ids = new long[context];
        long[] mask = new long[context];
        Arrays.fill(ids, padding);
        Arrays.fill(mask, 0, kept + 2, 1);
        ids[0] = start;
        System.arraycopy(inner, 0, ids, 1, kept);
        ids[kept + 1] = end;
        return new Tokens(new Longs(ids, 1, context), new Longs(mask, 1, context));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
