// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The limits of small models, which draw something whatever they are asked for. */
final class ModelLimits {
    private ModelLimits() {}

    /**
     * A sentence for somebody who asks a model with a vocabulary for words that it never saw, or for another size than
     * it was trained on.
     *
     * @param name what the user calls the model
     */
    static Optional<String> note(String name, DeepGen deepgen, String prompt, Optional<Size> size) {
        return deepgen.vocabulary()
                .map(vocabulary -> clauses(name, vocabulary, deepgen.config().imageSize(), prompt, size))
                .filter(clauses -> !clauses.isEmpty())
                .map(clauses -> String.join("; ", clauses) + "; other models: --model");
    }

    private static List<String> clauses(
            String name, Vocabulary vocabulary, int side, String prompt, Optional<Size> size) {
        List<String> clauses = new ArrayList<>();
        List<String> unknown = vocabulary.unknown(prompt);
        if (!unknown.isEmpty()) {
            String words = " does not know: " + String.join(", ", unknown);
            clauses.add(vocabulary
                    .draws()
                    .map(all -> name + " draws " + all + " only and" + words)
                    .orElse(name + words + "; it draws the nearest thing that it knows"));
        }
        Size usual = new Size(side, side);
        size.filter(wanted -> !wanted.equals(usual))
                .ifPresent(wanted ->
                        clauses.add("%s was trained at %s pixels, %s may look wrong".formatted(name, usual, wanted)));
        return clauses;
    }
}
