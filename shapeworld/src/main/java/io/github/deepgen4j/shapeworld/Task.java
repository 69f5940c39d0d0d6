// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prompt with a scene that satisfies it.
 *
 * @param plan the canonical description that the language model is taught to answer with
 */
public record Task(Category category, String prompt, String plan, Scene scene, Requirement requirement)
        implements Example {
    /**
     * The plan as eight words: count, size, colour and shape of the first object in reading order, relation (left or
     * above), colour and shape of the second, background; {@code none} where the prompt leaves it open. Of letters: how
     * many, none, colour, {@code text}, then one after the other.
     */
    @Override
    public List<String> slots() {
        if (requirement.lettering() != null) {
            return slots(requirement.lettering());
        }
        List<Requirement.Wanted> objects = requirement.objects();
        // In reading order: what is left or above comes first, so that a slot means a place.
        Relation relation = requirement.relation();
        if (relation != null && !relation.firstComesFirst()) {
            objects = objects.reversed();
        }
        Requirement.Wanted first = objects.getFirst();
        boolean two = objects.size() == 2 && !objects.get(1).equals(first);
        Requirement.Wanted second = two ? objects.get(1) : null;
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

    private static List<String> slots(Lettering lettering) {
        List<String> words = new ArrayList<>();
        words.add(Phrases.NUMBERS.get(lettering.text().length() - 1));
        words.add(NONE);
        words.add(lettering.colour().word());
        words.add("text");
        words.addAll(lettering.slots());
        return words;
    }

    @Override
    public Kind kind() {
        return category;
    }

    @Override
    public Optional<Scene> source() {
        return Optional.empty();
    }

    private static String colour(Requirement.Wanted wanted) {
        return wanted.colour() == null ? NONE : wanted.colour().word();
    }
}
