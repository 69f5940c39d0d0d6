// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;

import io.github.deepgen4j.icons.scene.Word;
import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The material of samples: things by style, words for styles, backgrounds, words to write. */
public final class Palette {
    /** The background that is meant where none is named. */
    static final Colour GROUND = Colour.WHITE;

    private static final int TONES = 5;
    private static final int LONGEST_RANDOM = 4;

    private final Catalogue catalogue;
    private final Map<String, String> styleWords;
    private final Map<String, List<Thing>> byStyle = new LinkedHashMap<>();
    private final Map<String, List<Thing>> toned = new LinkedHashMap<>();
    private final List<String> texts;

    /**
     * @param things the part of the catalogue to draw from
     * @param styleWords what prompts call a style, by prefix; a set without one has its own word
     * @throws IconException if there are fewer than three things in a style
     */
    public Palette(Catalogue catalogue, List<Thing> things, Map<String, String> styleWords) {
        this.catalogue = catalogue;
        this.styleWords = Map.copyOf(styleWords);
        for (String style : catalogue.styles()) {
            List<Thing> some = things.stream()
                    .filter(thing -> catalogue.icon(thing, style, 0).isPresent())
                    .toList();
            if (some.size() < 3) {
                String found = "set " + style + ": expected at least 3 things that can be used, found " + some.size();
                throw new IconException(Stream.concat(Stream.of(found), catalogue.skipped().lines().stream())
                        .collect(Collectors.joining("; ")));
            }
            byStyle.put(style, some);
            toned.put(
                    style,
                    some.stream()
                            .filter(thing -> tones(thing, style).size() > 1)
                            .toList());
        }
        this.texts = things.stream()
                .flatMap(
                        thing -> Stream.of(thing.name().toUpperCase(Locale.ROOT).split("[^A-Z]+")))
                .filter(text -> text.length() > 1 && text.length() <= 8)
                .distinct()
                .sorted()
                .toList();
    }

    List<String> styles() {
        return catalogue.styles();
    }

    String styleWord(Language language, String style) {
        return styleWords.getOrDefault(style, Wording.styleWord(language, style));
    }

    /** Different things that a style has. */
    List<Thing> things(String style, int count, RandomGenerator random) {
        List<Thing> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            Thing thing = pick(byStyle.get(style), random);
            if (!chosen.contains(thing)) {
                chosen.add(thing);
            }
        }
        return chosen;
    }

    /** A thing that two of the styles have. */
    Thing inBoth(String style, String other, RandomGenerator random) {
        return pick(
                byStyle.get(style).stream()
                        .filter(thing -> catalogue.icon(thing, other, 0).isPresent())
                        .toList(),
                random);
    }

    boolean anyToned(String style) {
        return !toned.get(style).isEmpty();
    }

    Thing toned(String style, RandomGenerator random) {
        return pick(toned.get(style), random);
    }

    /** The skin tones that a style has of a thing, 1 to 5. */
    List<Integer> tones(Thing thing, String style) {
        List<Integer> tones = new ArrayList<>();
        for (int tone = 1; tone <= TONES; tone++) {
            if (catalogue.icon(thing, style, tone).isPresent()) {
                tones.add(tone);
            }
        }
        return tones;
    }

    Icon icon(Thing thing, String style) {
        return icon(thing, style, 0);
    }

    Icon icon(Thing thing, String style, int tone) {
        return catalogue.icon(thing, style, tone).orElseThrow();
    }

    /** A word that names are made of, or one in four times up to four random letters and digits. */
    String text(RandomGenerator random) {
        if (!texts.isEmpty() && random.nextInt(4) > 0) {
            return pick(texts, random);
        }
        return random.ints(1 + random.nextInt(LONGEST_RANDOM), 0, Font.CHARACTERS.length())
                .mapToObj(i -> Font.CHARACTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    /** A size of letters at which all of the words fit. */
    static int letters(RandomGenerator random, String... texts) {
        boolean fit = Stream.of(texts).allMatch(text -> text.length() <= Word.LONGEST_LARGE);
        return fit && random.nextBoolean() ? Word.LARGE : Word.SMALL;
    }

    /** Any background. */
    static Colour ground(RandomGenerator random) {
        return pick(List.of(Colour.values()), random);
    }
}
