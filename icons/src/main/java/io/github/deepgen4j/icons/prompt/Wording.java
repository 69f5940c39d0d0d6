// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;

import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample.Named;
import io.github.deepgen4j.icons.task.IconPlan;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One prompt in the making: a language, the names chosen for its things, and what else its template may say. */
final class Wording {
    private final Language language;
    private final Phrasebook book;
    private final RandomGenerator random;
    private final List<Named> named = new ArrayList<>();
    private final Map<String, String> slots = new HashMap<>();
    private final StringBuilder clauses = new StringBuilder();
    private String detail = "";
    private String text = "";

    Wording(Language language, RandomGenerator random) {
        this.language = language;
        this.book = Phrasebook.of(language);
        this.random = random;
    }

    Language language() {
        return language;
    }

    List<Named> named() {
        return named;
    }

    /** Names the next thing: half of the time as Unicode does, else by one of its synonyms. */
    Wording thing(Thing thing) {
        List<String> names = thing.names().get(language);
        String name = random.nextBoolean() ? names.getFirst() : pick(names, random);
        named.add(new Named(thing, name));
        slots.put(String.valueOf(named.size()), name);
        slots.put("a" + named.size(), language == Language.EN ? English.withArticle(name) : name);
        return this;
    }

    /** Names the things as many. */
    Wording count(int count) {
        detail = Phrasebook.of(Language.EN).numbers().get(count - 1);
        slots.put("number", book.numbers().get(count - 1));
        slots.put("p1", English.plural(slots.get("1"), count));
        return this;
    }

    Wording colour(Colour colour) {
        List<String> forms = book.grounds().get(colour.word());
        slots.put("ground", forms.getFirst());
        slots.put("colour", forms.getLast());
        return this;
    }

    Wording style(String word) {
        slots.put("style", word);
        return this;
    }

    Wording relation(String side) {
        detail = side;
        slots.put("relation", book.relations().get(side));
        return this;
    }

    Wording place(String place) {
        detail = place;
        slots.put("place", book.places().get(place));
        return this;
    }

    Wording tone(int tone) {
        detail = IconPlan.ordinal(tone - 1);
        slots.put("tone", book.tones().get(tone - 1));
        return this;
    }

    Wording text(String text) {
        this.text = text;
        slots.put("text", text);
        return this;
    }

    /** Ends the prompt with its background. */
    Wording on(Colour colour) {
        colour(colour);
        clauses.append(pick(book.ground(), random));
        return this;
    }

    /** Ends the prompt with its style. */
    Wording in(String style) {
        style(style);
        clauses.append(pick(book.style(), random));
        return this;
    }

    /** Says large or small. */
    Wording size(String word) {
        detail = word;
        return this;
    }

    /**
     * The meaning of all that has been said, of things the first few.
     *
     * @param style place of the style; -1 if none is wanted
     * @param ground word of the background; empty if none is wanted
     */
    IconPlan plan(String act, int things, int style, String ground) {
        return new IconPlan(act, named.stream().limit(things).map(Named::thing).toList(), style, detail, ground, text);
    }

    /** The prompt of a kind. */
    String say(String kind) {
        String text = pick(book.kinds().get(kind), random) + clauses;
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            text = text.replace("{" + slot.getKey() + "}", slot.getValue());
        }
        return text;
    }

    /** The word that prompts call a set's style. */
    static String styleWord(Language language, String prefix) {
        return Phrasebook.of(language).styles().getOrDefault(prefix, prefix);
    }
}
