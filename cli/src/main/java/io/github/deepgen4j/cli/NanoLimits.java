// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.prompt.Vocabulary;
import java.util.List;
import java.util.Optional;

/** The limits of the embedded nano model, which draws whatever it is asked for. */
final class NanoLimits {
    private static final Size SIZE = new Size(64, 64);

    private NanoLimits() {}

    /** A sentence for somebody who asks for words that it never saw, or for another size than it was trained on. */
    static Optional<String> note(String prompt, Optional<Size> size) {
        List<String> unknown = Vocabulary.unknown(prompt);
        boolean other = size.filter(wanted -> !wanted.equals(SIZE)).isPresent();
        if (unknown.isEmpty() && !other) {
            return Optional.empty();
        }
        return Optional.of("the embedded nano model knows coloured shapes at 64x64 pixels only"
                + (unknown.isEmpty() ? "" : " (not: " + String.join(", ", unknown) + ")")
                + ", the image may be wrong; other models: --model");
    }
}
