// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;

/**
 * Images painted by hand, each with the verdict that a person gives who reads the prompt and looks at the image. What
 * people would disagree on is left out.
 */
final class HandMade {
    static final int RED = 0xdc2828;
    static final int ORANGE = 0xf58c1e;
    static final int YELLOW = 0xf5e132;
    static final int GREEN = 0x32aa46;
    static final int BLUE = 0x2d5adc;
    static final int PURPLE = 0x8c3caa;
    static final int WHITE = 0xfafafa;
    static final int BLACK = 0x141414;
    static final int GRAY = 0xa0a0a0;
    static final int PINK = 0xfab4c8;
    static final int CYAN = 0x96dce6;
    static final int BROWN = 0x825a3c;

    static final List<String> SHAPES = List.of("circle", "square", "triangle", "star", "cross");
    static final List<Boolean> SMOOTH = List.of(true, false);

    private final List<Case> cases = new ArrayList<>();

    /** @param prompt such as {@code small red circle left of blue star on pink} or {@code "AB" in red} */
    private record Case(String prompt, String what, Painting painting, boolean passes) {
        boolean scored() {
            return PromptScorer.score(painting.image(), requirement(prompt)).strict();
        }
    }

    void pass(String prompt, String what, Painting painting) {
        cases.add(new Case(prompt, what, painting, true));
    }

    void fail(String prompt, String what, Painting painting) {
        cases.add(new Case(prompt, what, painting, false));
    }

    /** A test for each case, of which there must be as many as told, so that none gets lost. */
    List<DynamicTest> tests(int count) {
        assertThat(cases).hasSize(count);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.prompt + ": " + one.what,
                        () -> assertThat(one.scored()).isEqualTo(one.passes)))
                .toList();
    }

    /** An object in its place in the middle, on gray. */
    static Painting one(int colour, String shape, double r) {
        return Painting.on(GRAY).smooth(true).shape(colour, shape, 40, 24, r);
    }

    private static Requirement requirement(String prompt) {
        if (prompt.startsWith("\"")) {
            String[] parts = prompt.substring(1).split("\" in ");
            return new Requirement(new Lettering(parts[0], colour(parts[1])));
        }
        String[] ground = prompt.split(" on ");
        boolean left = prompt.contains(" left of ");
        List<Wanted> wanted = Arrays.stream(ground[0].split(" and | left of "))
                .map(HandMade::wanted)
                .toList();
        return new Requirement(wanted, ground.length > 1 ? colour(ground[1]) : null, left ? Relation.LEFT_OF : null);
    }

    private static Wanted wanted(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        Shape shape = Shape.valueOf(all.removeLast().toUpperCase(Locale.ROOT));
        Colour colour = all.isEmpty() ? null : colour(all.removeLast());
        return new Wanted(
                shape,
                colour,
                all.isEmpty() ? null : ObjectSize.valueOf(all.removeLast().toUpperCase(Locale.ROOT)));
    }

    private static Colour colour(String word) {
        return Colour.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
