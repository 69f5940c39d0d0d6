// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import java.util.ArrayList;
import java.util.List;

/**
 * A prompt with a scene that satisfies it.
 *
 * @param plan the canonical description that the language model is taught to answer with
 */
public record Task(Category category, String prompt, String plan, Scene scene, Requirement requirement) {
    /** Number of {@link #slots()}. */
    public static final int SLOTS = 8;

    private static final String NONE = "none";

    /**
     * The plan as eight words: count, size, colour and shape of the first object, relation, colour and shape of the second,
     * background; {@code none} where the prompt leaves it open.
     */
    public List<String> slots() {
        Requirement.Wanted first = requirement.objects().getFirst();
        boolean two = category == Category.TWO || category == Category.POSITION || category == Category.ATTRIBUTES;
        Requirement.Wanted second = two ? requirement.objects().get(1) : null;
        List<String> words = new ArrayList<>();
        words.add(TaskGenerator.NUMBERS.get(requirement.objects().size() - 1));
        words.add(first.size() == null ? NONE : first.size().word());
        words.add(colour(first));
        words.add(first.shape().word());
        words.add(
                requirement.relation() != null ? requirement.relation().words().split(" ")[0] : two ? "and" : NONE);
        words.add(second == null ? NONE : colour(second));
        words.add(second == null ? NONE : second.shape().word());
        words.add(
                requirement.background() == null
                        ? NONE
                        : requirement.background().word());
        return words;
    }

    private static String colour(Requirement.Wanted wanted) {
        return wanted.colour() == null ? NONE : wanted.colour().word();
    }
}
