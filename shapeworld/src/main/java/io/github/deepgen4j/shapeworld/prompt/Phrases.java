// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Requirement;
import java.util.List;

/** Words for things, as prompts put them. */
public final class Phrases {
    static final List<String> NUMBERS = List.of("one", "two", "three", "four");

    private Phrases() {}

    /** {@code small red star} */
    static String words(Requirement.Wanted wanted) {
        return (wanted.size() == null ? "" : wanted.size().word() + " ")
                + (wanted.colour() == null ? "" : wanted.colour().word() + " ")
                + wanted.shape().word();
    }

    /** {@code three red circles} */
    static String several(int count, Colour colour, Shape shape) {
        return NUMBERS.get(count - 1) + " " + colour.word() + " " + (count == 1 ? shape.word() : shape.plural());
    }

    public static String article(String words) {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }
}
