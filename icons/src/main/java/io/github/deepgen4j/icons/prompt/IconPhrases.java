// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that prompts about things may say, in all languages: what a model's vocabulary is made of. */
public final class IconPhrases {
    private static final String SLOT = "\\{\\w+}";
    private static final String ARTICLES = "a an";

    private IconPhrases() {}

    /**
     * Phrases without their order; templates have a space where a name would stand.
     *
     * @param names that prompts call a thing in a language
     * @param styleWords by prefix of a set, beside those of the phrasebooks
     */
    public static Stream<String> of(Collection<Thing> things, Names names, Collection<String> styleWords) {
        Stream<String> called = Stream.of(Language.values())
                .flatMap(language -> things.stream().flatMap(thing -> names.of(thing, language).stream()));
        Stream<String> several = things.stream()
                .flatMap(thing -> names.of(thing, Language.EN).stream())
                .map(name -> English.plural(name, 2));
        Stream<String> said = Stream.of(Language.values()).map(Phrasebook::of).flatMap(IconPhrases::said);
        return Stream.of(called, several, said, styleWords.stream(), Stream.of(ARTICLES))
                .flatMap(phrases -> phrases);
    }

    /** The names by which samples call a thing. */
    @FunctionalInterface
    public interface Names {
        List<String> of(Thing thing, Language language);
    }

    private static Stream<String> said(Phrasebook book) {
        Stream<String> words = Stream.of(book.styles(), book.relations(), book.places())
                .map(Map::values)
                .flatMap(Collection::stream);
        Stream<String> lists = Stream.of(book.grounds(), book.kinds())
                .map(Map::values)
                .flatMap(Collection::stream)
                .flatMap(List::stream);
        Stream<String> others = Stream.of(book.numbers(), book.tones(), book.ground(), book.style())
                .flatMap(List::stream);
        return Stream.of(words, lists, others).flatMap(phrases -> phrases).map(text -> text.replaceAll(SLOT, " "));
    }
}
