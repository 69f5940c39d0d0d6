// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import java.util.List;
import java.util.stream.Stream;

/** A sort of task: a category of prompts, or an edit. */
public sealed interface Kind permits Category, Edit {
    /** All generation categories, then all edits; the order of reports. */
    List<Kind> ALL = Stream.<Kind>concat(Stream.of(Category.values()), Stream.of(Edit.values()))
            .toList();

    /** The word used in configurations and reports, different for every kind. */
    String word();

    /** The kind with that word. */
    static Kind of(String word) {
        return ALL.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind of task expected one of "
                        + String.join(", ", ALL.stream().map(Kind::word).toList()) + ", found " + word));
    }
}
