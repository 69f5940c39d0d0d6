// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import static io.github.deepgen4j.shapeworld.task.Example.NONE;

import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The demands of a prompt, as eight words; see {@link io.github.deepgen4j.shapeworld.task.Task#slots()}. */
public final class Slots {
    private Slots() {}

    static List<String> of(Requirement requirement) {
        return requirement.lettering() != null ? text(requirement.lettering()) : objects(requirement);
    }

    private static List<String> objects(Requirement requirement) {
        List<Wanted> objects = requirement.objects();
        // In reading order: what is left or above comes first, so that a slot means a place.
        Relation relation = requirement.relation();
        if (relation != null && !relation.firstComesFirst()) {
            objects = objects.reversed();
        }
        Wanted first = objects.getFirst();
        boolean two = objects.size() == 2 && !objects.get(1).equals(first);
        Wanted second = two ? objects.get(1) : null;
        List<String> words = new ArrayList<>();
        words.add(Phrases.NUMBERS.get(objects.size() - 1));
        words.add(first.size() == null ? NONE : first.size().word());
        words.add(colour(first));
        words.add(first.shape().word());
        words.add(relation != null ? relation.horizontal() ? "left" : "above" : two ? "and" : NONE);
        words.add(second == null ? NONE : colour(second));
        words.add(second == null ? NONE : second.shape().word());
        words.add(
                requirement.background() == null
                        ? NONE
                        : requirement.background().word());
        return words;
    }

    private static List<String> text(Lettering lettering) {
        List<String> words = new ArrayList<>();
        words.add(Phrases.NUMBERS.get(lettering.text().length() - 1));
        words.add(NONE);
        words.add(lettering.colour().word());
        words.add("text");
        words.addAll(letters(lettering));
        return words;
    }

    /** The letters one by one, filled up with {@code none}. */
    public static List<String> letters(Lettering lettering) {
        String text = lettering.text();
        return IntStream.range(0, Lettering.LONGEST)
                .mapToObj(i -> i < text.length() ? text.substring(i, i + 1) : NONE)
                .toList();
    }

    private static String colour(Wanted wanted) {
        return wanted.colour() == null ? NONE : wanted.colour().word();
    }
}
