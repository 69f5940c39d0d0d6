// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The questions that an engine answers; the word stands in {@code engine.json} and on the command line. */
public enum EngineKind {
    /** Lines of text in an image. */
    OCR,
    /** Objects of an image. */
    DETECTOR,
    /** Colours of objects. */
    COLOURS,
    /** Similarity of image and text. */
    CLIP,
    /** Questions that expect yes or no. */
    VQA;

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if it is no kind
     */
    public static EngineKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("engine expected one of "
                        + Arrays.stream(values()).map(EngineKind::word).collect(Collectors.joining(", ")) + ", found "
                        + word));
    }
}
