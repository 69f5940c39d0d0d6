// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.List;

/**
 * An entry of a file.
 *
 * @param id dimension and number, such as {@code C-MI-001}
 */
public record CoReBenchItem(String id, Dimension dimension, String prompt, List<String> questions) implements Item {
    public CoReBenchItem {
        questions = List.copyOf(questions);
    }

    @Override
    public String group() {
        return dimension.code();
    }

    /** Position in the twelve files together, in the order of {@link Dimension}: seeds depend on it. */
    int position() {
        return dimension.ordinal() * CoReBenchData.ITEMS_A_DIMENSION
                + Integer.parseInt(id.substring(id.lastIndexOf('-') + 1))
                - 1;
    }

    /** The question to the judge after the general text. */
    String question(int number) {
        return "Prompt: \"%s\"\nQuestion: \"%s\"".formatted(prompt, questions.get(number));
    }
}
