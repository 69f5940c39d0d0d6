// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.data.PythonText;
import java.util.List;

/**
 * A question about a picture.
 *
 * @param where file and line
 * @param item the prompt that it belongs to
 * @param id number within the item
 * @param parents questions that must be answered yes before this one counts, by id
 * @param tuple kind and terms, for example {@code attribute - color (kite, red)}
 */
public record DpgQuestion(String where, String item, int id, List<Integer> parents, String tuple, String text) {
    public DpgQuestion {
        parents = List.copyOf(parents);
    }

    /** The part before the terms, such as {@code attribute - color} (level 2). */
    String category() {
        return PythonText.strip(tuple.split("\\(", 2)[0]);
    }

    /** Entity, attribute, relation, global or other (level 1). */
    String topCategory() {
        return PythonText.strip(category().split("-", 2)[0]);
    }
}
