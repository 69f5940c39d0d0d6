// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Claim;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Yes/no questions about claims, in words that a judge of any kind understands, and back. */
public final class Questions {
    private static final Pattern TOTAL =
            Pattern.compile("(?:Is|Are) there exactly (one|two|three|four) objects? and nothing else\\?");
    private static final Pattern NUMBER = Pattern.compile("(?:Is|Are) there exactly (.+)\\?");
    private static final Pattern GROUND = Pattern.compile("Is the background ([a-z]+)\\?");
    private static final Pattern WRITTEN = Pattern.compile("Does it read " + PromptReader.LETTERS + "\\?");
    private static final Pattern INKED = Pattern.compile("Is the text " + PromptReader.LETTERS + " ([a-z]+)\\?");
    private static final Pattern SHOWN = Pattern.compile("Is there (.+)\\?");

    private Questions() {}

    /** The question, for example {@code Is there a red star left of a circle?} */
    public static String of(Claim claim) {
        return switch (claim) {
            case Claim.Shown shown -> "Is there " + phrase(shown.thing()) + "?";
            case Claim.Number number -> number(number);
            case Claim.Placed placed ->
                "Is there %s %s %s?"
                        .formatted(phrase(placed.first()), placed.relation().words(), phrase(placed.second()));
            case Claim.Ground ground ->
                "Is the background %s?".formatted(ground.colour().word());
            case Claim.Alone alone ->
                exactly(alone.count()) + (alone.count() == 1 ? " object" : " objects") + " and nothing else?";
            case Claim.Written written ->
                "Does it read \"%s\"?".formatted(written.letters().text());
            case Claim.Inked inked ->
                "Is the text \"%s\" %s?"
                        .formatted(
                                inked.letters().text(), inked.letters().colour().word());
        };
    }

    private static String phrase(Wanted wanted) {
        return Phrases.article(Phrases.words(wanted));
    }

    private static String number(Claim.Number number) {
        Wanted thing = number.thing();
        Shape shape = thing.shape();
        String words = Phrases.words(thing);
        String before = words.substring(0, words.length() - shape.word().length());
        return exactly(number.count()) + " " + before + (number.count() == 1 ? shape.word() : shape.plural()) + "?";
    }

    private static String exactly(int count) {
        return (count == 1 ? "Is" : "Are") + " there exactly " + Phrases.NUMBERS.get(count - 1);
    }

    /** The claim that a question asks about; empty if it is none of these. */
    public static Optional<Claim> read(String question) {
        String words = question.strip();
        Matcher total = TOTAL.matcher(words);
        if (total.matches()) {
            return Optional.of(new Claim.Alone(Phrases.NUMBERS.indexOf(total.group(1)) + 1));
        }
        Matcher number = NUMBER.matcher(words);
        if (number.matches()) {
            return PromptReader.read(number.group(1))
                    .map(wanted -> new Claim.Number(
                            wanted.objects().size(), wanted.objects().getFirst()));
        }
        Matcher ground = GROUND.matcher(words);
        if (ground.matches()) {
            return PromptReader.colour(ground.group(1)).map(Claim.Ground::new);
        }
        Matcher written = WRITTEN.matcher(words);
        if (written.matches()) {
            return Optional.of(new Claim.Written(new Lettering(written.group(1), Colour.BLACK)));
        }
        Matcher inked = INKED.matcher(words);
        if (inked.matches()) {
            return PromptReader.colour(inked.group(2))
                    .map(colour -> new Claim.Inked(new Lettering(inked.group(1), colour)));
        }
        Matcher shown = SHOWN.matcher(words);
        return shown.matches() ? objects(shown.group(1)) : Optional.empty();
    }

    private static Optional<Claim> objects(String words) {
        Optional<Claim> one = PromptReader.thing(words).map(Claim.Shown::new);
        return one.or(() ->
                PromptReader.read(words).filter(two -> two.relation() != null).map(Questions::placed));
    }

    private static Claim placed(Requirement two) {
        Relation relation = two.relation();
        return new Claim.Placed(
                two.objects().getFirst(), relation, two.objects().getLast());
    }
}
