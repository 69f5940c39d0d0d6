// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import java.util.List;

/**
 * An entry of a file.
 *
 * @param id dimension and number, such as {@code C-MI-001}
 */
public record CoReBenchItem(String id, Dimension dimension, String prompt, List<String> questions) {
    public CoReBenchItem {
        questions = List.copyOf(questions);
    }

    /** What the judge is asked after the general text. */
    String question(int number) {
        return "Prompt: \"%s\"\nQuestion: \"%s\"".formatted(prompt, questions.get(number));
    }
}
