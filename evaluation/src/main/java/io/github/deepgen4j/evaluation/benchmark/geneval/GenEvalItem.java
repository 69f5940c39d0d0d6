// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A prompt and what a picture of it must show.
 *
 * @param index line of the file, from 0
 * @param include all of them must be there
 * @param exclude none of them may be there
 * @param metadata the line, which official layouts hold beside the pictures
 */
public record GenEvalItem(
        int index, Tag tag, List<Clause> include, List<Clause> exclude, String prompt, String metadata)
        implements Item {
    public GenEvalItem {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    @Override
    public String id() {
        return String.format(Locale.ROOT, "%05d", index);
    }

    @Override
    public String group() {
        return tag.word();
    }

    /** The classes whose objects' colours matter. */
    Set<String> coloured() {
        return include.stream()
                .filter(clause -> clause.colour().isPresent())
                .map(Clause::label)
                .collect(Collectors.toSet());
    }

    /** The classes that it names. */
    Set<String> classes() {
        return Stream.concat(include.stream(), exclude.stream())
                .map(Clause::label)
                .collect(Collectors.toSet());
    }
}
