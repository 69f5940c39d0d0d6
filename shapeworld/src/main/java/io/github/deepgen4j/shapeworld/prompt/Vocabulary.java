// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of all prompts and instructions of ShapeWorld; letters to write stand in quotes and are no words. */
public final class Vocabulary {
    private static final String PROMPTS =
            "a an and the of on in with to at text letters background colour plus minus" + " opposite shape";
    private static final String INSTRUCTIONS =
            "make change remove delete add move replace turn into write instead top" + " bottom left right";
    private static final Set<String> WORDS = words();

    private Vocabulary() {}

    /** The words of a prompt that no prompt of ShapeWorld has, in lower case, each once. */
    public static List<String> unknown(String prompt) {
        return wordsOf(prompt.replaceAll("\"[^\"]*\"", " "))
                .filter(word -> !WORDS.contains(word))
                .distinct()
                .toList();
    }

    private static Stream<String> wordsOf(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[\\s\\p{Punct}]+"))
                .filter(word -> !word.isEmpty());
    }

    private static Set<String> words() {
        Stream<String> shapes = Stream.of(Shape.values())
                .flatMap(shape -> Stream.concat(Stream.of(shape.word(), shape.plural()), Knowledge.of(shape).stream()));
        Stream<String> colours = Stream.of(Colour.values()).map(Colour::word);
        Stream<String> things = Colour.OBJECTS.stream().flatMap(colour -> Knowledge.of(colour).stream());
        Stream<String> sizes = Stream.of(ObjectSize.values()).map(ObjectSize::word);
        Stream<String> relations = Stream.of(Relation.values()).map(Relation::words);
        return Stream.of(
                        shapes,
                        colours,
                        things,
                        sizes,
                        relations,
                        Phrases.NUMBERS.stream(),
                        Stream.of(PROMPTS, INSTRUCTIONS))
                .flatMap(words -> words)
                .flatMap(Vocabulary::wordsOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
