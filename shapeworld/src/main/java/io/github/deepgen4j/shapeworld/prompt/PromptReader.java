// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demands of a prompt, from its words alone: all that {@link PromptGenerator} writes, riddles included
 * (spec/shapeworld.md section 2).
 */
public final class PromptReader {
    private static final Map<String, Shape> SHAPES = shapes();
    private static final Map<String, Colour> COLOURS = colours();
    private static final Map<String, Colour> EXAMPLES = examples();

    /** In a pattern, one group: what can be written. */
    public static final String LETTERS = "\"([" + Font.CHARACTERS + "]{1," + Lettering.LONGEST + "})\"";

    private static final String COLOUR = oneOf(COLOURS.keySet());
    private static final String NUMBER = oneOf(Phrases.NUMBERS);
    private static final Pattern THING =
            Pattern.compile("(?:an?|the) (?:(small|large) )?(?:%s )?%s(?: in the colour of %s)?"
                    .formatted(COLOUR, oneOf(SHAPES.keySet()), oneOf(EXAMPLES.keySet())));
    private static final Pattern COLOURED =
            Pattern.compile("(?:an?|the) shape in the colour of " + oneOf(EXAMPLES.keySet()));
    private static final Pattern SEVERAL =
            Pattern.compile("%s(?: (plus|minus) %s)? %s %s".formatted(NUMBER, NUMBER, COLOUR, oneOf(SHAPES.keySet())));
    private static final Pattern GROUND = Pattern.compile("(.+) on an? %s background".formatted(COLOUR));
    private static final Pattern TEXT_IN = Pattern.compile("the text %s in %s".formatted(LETTERS, COLOUR));
    private static final Pattern LETTERS_OF = Pattern.compile("%s letters %s".formatted(COLOUR, LETTERS));

    private PromptReader() {}

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Shape shape : Shape.values()) {
            shapes.put(shape.word(), shape);
            shapes.put(shape.plural(), shape);
            Knowledge.of(shape).forEach(words -> shapes.put(words, shape));
        }
        return shapes;
    }

    private static Map<String, Colour> colours() {
        return Arrays.stream(Colour.values()).collect(Collectors.toMap(Colour::word, colour -> colour));
    }

    private static Map<String, Colour> examples() {
        Map<String, Colour> examples = new LinkedHashMap<>();
        Colour.OBJECTS.forEach(colour -> Knowledge.of(colour).forEach(thing -> examples.put(thing, colour)));
        return examples;
    }

    /** A group, longest words first. */
    private static String oneOf(Collection<String> words) {
        return words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining("|", "(", ")"));
    }

    /** The demands of a prompt; empty if it is none of ShapeWorld's. */
    public static Optional<Requirement> read(String prompt) {
        String words = prompt.strip();
        return letters(words).or(() -> several(words)).or(() -> pair(words)).or(() -> one(words));
    }

    /** {@code the text "AB7" in red}, {@code red letters "AB7"} */
    private static Optional<Requirement> letters(String words) {
        Matcher in = TEXT_IN.matcher(words);
        Matcher of = LETTERS_OF.matcher(words);
        return in.matches()
                ? Optional.of(new Requirement(new Lettering(in.group(1), COLOURS.get(in.group(2)))))
                : of.matches()
                        ? Optional.of(new Requirement(new Lettering(of.group(2), COLOURS.get(of.group(1)))))
                        : Optional.empty();
    }

    /** {@code three red circles}, {@code four minus two red circles} */
    private static Optional<Requirement> several(String words) {
        Matcher match = SEVERAL.matcher(words);
        if (!match.matches()) {
            return Optional.empty();
        }
        int count = number(match.group(1));
        if (match.group(2) != null) {
            count += match.group(2).equals("plus") ? number(match.group(3)) : -number(match.group(3));
        }
        var wanted = new Wanted(SHAPES.get(match.group(5)), COLOURS.get(match.group(4)), null);
        return count < 1 ? Optional.empty() : Optional.of(PromptGenerator.alike(count, wanted));
    }

    private static int number(String word) {
        return Phrases.NUMBERS.indexOf(word) + 1;
    }

    /** Two objects, with a relation or without. */
    private static Optional<Requirement> pair(String words) {
        for (Relation relation : Relation.values()) {
            Optional<Requirement> opposite =
                    pair(words, " at the opposite of " + relation.words() + " ", relation.opposite());
            Optional<Requirement> said = opposite.or(() -> pair(words, " " + relation.words() + " ", relation));
            if (said.isPresent()) {
                return said;
            }
        }
        return pair(words, " and ", null);
    }

    private static Optional<Requirement> pair(String words, String between, Relation relation) {
        int at = words.indexOf(between);
        if (at < 0) {
            return Optional.empty();
        }
        Optional<Wanted> first = thing(words.substring(0, at));
        Optional<Wanted> second = thing(words.substring(at + between.length()));
        return first.isPresent() && second.isPresent()
                ? Optional.of(new Requirement(List.of(first.get(), second.get()), null, relation))
                : Optional.empty();
    }

    private static Optional<Requirement> one(String words) {
        Matcher match = GROUND.matcher(words);
        boolean backed = match.matches();
        return thing(backed ? match.group(1) : words)
                .map(wanted -> new Requirement(List.of(wanted), backed ? COLOURS.get(match.group(2)) : null, null));
    }

    /**
     * The object that a phrase with its article names: {@code a small red star},
     * {@code the round shape in the colour of grass}.
     */
    public static Optional<Wanted> thing(String phrase) {
        Matcher match = THING.matcher(phrase);
        if (!match.matches()) {
            return Optional.empty();
        }
        Optional<ObjectSize> size = Stream.of(ObjectSize.values())
                .filter(one -> one.word().equals(match.group(1)))
                .findFirst();
        Colour colour = match.group(2) != null ? COLOURS.get(match.group(2)) : EXAMPLES.get(match.group(4));
        return Optional.of(new Wanted(SHAPES.get(match.group(3)), colour, size.orElse(null)));
    }

    /** The colour of {@code the shape in the colour of grass}, which is all that it says. */
    public static Optional<Colour> colourOf(String phrase) {
        Matcher match = COLOURED.matcher(phrase);
        return match.matches() ? Optional.of(EXAMPLES.get(match.group(1))) : Optional.empty();
    }

    /** The colour of {@code red}, or of {@code the colour of blood}. */
    public static Optional<Colour> colour(String words) {
        String prefix = "the colour of ";
        return Optional.ofNullable(
                words.startsWith(prefix) ? EXAMPLES.get(words.substring(prefix.length())) : COLOURS.get(words));
    }
}
