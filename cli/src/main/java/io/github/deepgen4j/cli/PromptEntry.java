// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a file of prompts; fields that it does not have are those of the command line.
 *
 * @param line where it begins, from 1
 * @param problem why it cannot be used, if so
 */
record PromptEntry(
        int line,
        String prompt,
        Optional<String> negative,
        Optional<SeedConverter.Choice> seed,
        Optional<Size> size,
        Optional<String> out,
        Optional<String> problem) {
    /** The names of the fields. */
    static final List<String> FIELDS = List.of("prompt", "negative", "seed", "size", "out");

    static PromptEntry of(int line, String prompt) {
        return of(line, Map.of("prompt", prompt));
    }

    /** The entry of some fields; an empty one counts as absent. */
    static PromptEntry of(int line, Map<String, String> fields) {
        try {
            String prompt = field(fields, "prompt")
                    .orElseThrow(() -> new IllegalArgumentException("has no prompt"))
                    .strip();
            fields.keySet().stream()
                    .filter(name -> !FIELDS.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(
                                "expected the fields " + String.join(", ", FIELDS) + ", found " + name);
                    });
            return new PromptEntry(
                    line,
                    prompt,
                    field(fields, "negative"),
                    field(fields, "seed").map(SeedConverter.Choice::of),
                    field(fields, "size").map(Size::parse),
                    field(fields, "out"),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            return broken(line, e.getMessage());
        }
    }

    static PromptEntry broken(int line, String problem) {
        return new PromptEntry(
                line, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    private static Optional<String> field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(text -> !text.isBlank());
    }
}
