// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.List;

/**
 * A dense prompt and the questions about its pictures.
 *
 * @param index among the prompts in the order of their files' names, from 0
 * @param name of the file, without {@code .txt}
 * @param questions in the order of the table; none where the data hold prompts only
 */
public record DpgItem(int index, String name, String prompt, List<DpgQuestion> questions) implements Item {
    public DpgItem {
        questions = List.copyOf(questions);
    }

    @Override
    public String id() {
        return name;
    }

    /** The source of the prompt, such as {@code partiprompts}; {@code numbered} for names that are numbers. */
    @Override
    public String group() {
        String letters = name.replaceFirst("[0-9]+.*", "").replaceFirst("[_-]+$", "");
        return letters.isEmpty() ? "numbered" : letters;
    }
}
