// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import static io.github.deepgen4j.shapeworld.scoring.HandMade.BLACK;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.BLUE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.BROWN;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.CYAN;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.GRAY;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.GREEN;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.ORANGE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.PINK;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.PURPLE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.RED;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.SHAPES;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.WHITE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.YELLOW;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.one;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Colours, backgrounds, what nobody asked for, and several objects. */
class HandMadeScenesTest {
    private final HandMade made = new HandMade();

    @TestFactory
    List<DynamicTest> scoresAsAPersonWould() {
        colours();
        backgrounds();
        specks();
        blocks();
        borders();
        several();
        grain();
        return made.tests(413);
    }

    // ---- colours ----

    private void colours() {
        named("red", new int[] {0xff0000, 0xe01010, 0xc83232, 0xb22222}, new int[] {
            ORANGE, PINK, BROWN, 0xff69b4, PURPLE
        });
        named("orange", new int[] {0xffa500, 0xff8c00, 0xf07818}, new int[] {RED, YELLOW, BROWN, 0xe6d7b4});
        named("yellow", new int[] {0xffff00, 0xf0dc28, 0xffe600}, new int[] {ORANGE, WHITE, 0xe6d7b4, GREEN});
        named("green", new int[] {0x00ff00, 0x008000, 0x32cd32, 0x228b22}, new int[] {
            BLUE, CYAN, YELLOW, 0x808000, 0x008080
        });
        named("blue", new int[] {0x0000ff, 0x0000cd, 0x1e64ff, 0x4169e1}, new int[] {
            PURPLE, CYAN, GREEN, BLACK, 0xadd8e6
        });
        named("purple", new int[] {0x800080, 0x9932cc, 0x6a0dad}, new int[] {BLUE, RED, PINK, 0xff00ff, BLACK});
        named("white", new int[] {0xffffff, 0xf0f0f0}, new int[] {0xcdcdcd, 0xd2d2d2, 0xd7d7d7, PINK, 0xadd8e6, 0xffe600
        });
        named("black", new int[] {0x000000, 0x1e1e1e, 0x0a0a14}, new int[] {
            0x0a145a, 0x505050, 0x5a0a0a, 0x0a4614, 0x4b2d1e
        });
    }

    private void named(String colour, int[] right, int[] wrong) {
        for (int rgb : right) {
            made.pass(colour + " circle", "of %06x".formatted(rgb), one(rgb, "circle", 7));
        }
        for (int rgb : wrong) {
            made.fail(colour + " circle", "of %06x".formatted(rgb), one(rgb, "circle", 7));
        }
    }

    private void backgrounds() {
        ground("gray", new int[] {0x969696, 0xaaaaaa, 0x808080}, new int[] {WHITE, BLACK, BROWN, CYAN, PINK, 0x1e1e1e});
        ground("pink", new int[] {0xffc0cb, 0xf5a8c0}, new int[] {WHITE, GRAY, PURPLE, 0xff00ff, 0xdc2828});
        ground("cyan", new int[] {0x8cd7e1, 0x00ffff}, new int[] {WHITE, GRAY, BLUE, GREEN, 0x008080});
        ground("brown", new int[] {0x8b5a3a, 0x8b4513, 0x7a5230}, new int[] {GRAY, BLACK, ORANGE, RED, 0x808000});
        ground("white", new int[] {0xffffff, 0xf3f3f3}, new int[] {GRAY, 0xcdcdcd, PINK, CYAN, YELLOW});
        ground("black", new int[] {0x000000, 0x1e1e1e}, new int[] {0x0a145a, 0x505050, 0x4b0082, BROWN, 0x5a0a0a});
        made.pass(
                "yellow star",
                "on any background",
                Painting.on(0x0a145a).smooth(true).shape(YELLOW, "star", 24, 24, 7));
        made.pass(
                "yellow star",
                "on any background",
                Painting.on(0x008080).smooth(true).shape(YELLOW, "star", 24, 24, 7));
        Painting halves =
                Painting.on(PINK).block(CYAN, 32, 0, 32, 64).smooth(true).shape(RED, "circle", 16, 30, 6);
        made.fail("red circle on pink", "half of it cyan", halves);
        Painting gradient = Painting.on(PINK).gradient(PINK, BLUE).smooth(true).shape(RED, "circle", 16, 30, 6);
        made.fail("red circle on pink", "fading to blue", gradient);
        Painting card =
                Painting.on(PINK).block(WHITE, 12, 12, 40, 40).smooth(true).shape(RED, "circle", 30, 30, 6);
        made.fail("red circle on pink", "on a white card", card);
        Painting faint = Painting.on(PINK).gradient(PINK, 0xffc0d4).smooth(true).shape(RED, "circle", 16, 30, 6);
        made.pass("red circle on pink", "a little lighter to the right", faint);
    }

    private void ground(String colour, int[] right, int[] wrong) {
        for (int rgb : right) {
            Painting painting = Painting.on(rgb).smooth(true).shape(GREEN, "square", 30, 30, 8);
            made.pass("green square on " + colour, "%06x".formatted(rgb), painting);
        }
        for (int rgb : wrong) {
            int ink = rgb == GREEN ? RED : GREEN;
            Painting painting = Painting.on(rgb).smooth(true).shape(ink, "square", 30, 30, 8);
            made.fail((ink == RED ? "red" : "green") + " square on " + colour, "%06x".formatted(rgb), painting);
        }
    }

    // ---- what nobody asked for ----

    private void specks() {
        for (int colour : new int[] {RED, BLUE, BLACK, WHITE}) {
            Painting around = one(RED, "circle", 6);
            for (int i = 0; i < 12; i++) {
                around.block(
                        colour,
                        40 + (int) (14 * Math.cos(i * Math.PI / 6)),
                        24 + (int) (14 * Math.sin(i * Math.PI / 6)),
                        3,
                        3);
            }
            made.fail("red circle", "twelve specks of %06x around it".formatted(colour), around);
            Painting confetti = one(RED, "circle", 6);
            for (int i = 0; i < 20; i++) {
                confetti.dot(colour, (i * 37 + 3) % 30, (i * 23 + 5) % 64);
            }
            made.fail("red circle", "twenty single pixels of %06x".formatted(colour), confetti);
            for (int[] at : new int[][] {{0, 0}, {61, 61}, {10, 50}, {30, 2}, {2, 24}}) {
                made.fail(
                        "red circle",
                        "a speck of %06x at %s".formatted(colour, Arrays.toString(at)),
                        one(RED, "circle", 6).block(colour, at[0], at[1], 3, 3));
            }
        }
        for (String shape : SHAPES) {
            made.pass("red " + shape, "a single dead pixel", one(RED, shape, 6).dot(BLACK, 10, 50));
            made.pass(
                    "red " + shape,
                    "two dead pixels",
                    one(RED, shape, 6).dot(WHITE, 5, 5).dot(WHITE, 50, 58));
            made.fail(
                    "red " + shape,
                    "a line along the border",
                    one(RED, shape, 6).block(BLACK, 0, 63, 64, 1));
            made.fail(
                    "red " + shape,
                    "a frame",
                    one(RED, shape, 6)
                            .block(BLACK, 2, 2, 60, 1)
                            .block(BLACK, 2, 61, 60, 1)
                            .block(BLACK, 2, 2, 1, 60)
                            .block(BLACK, 61, 2, 1, 60));
        }
    }

    private void blocks() {
        for (String shape : SHAPES) {
            for (int colour : new int[] {RED, BLUE, BLACK, YELLOW}) {
                made.fail(
                        "red " + shape,
                        "a block of %06x far away".formatted(colour),
                        one(RED, shape, 6).block(colour, 8, 48, 5, 5));
            }
            made.fail(
                    "red " + shape,
                    "a blue spot on it",
                    Painting.on(GRAY).smooth(true).shape(RED, shape, 32, 32, 12).block(BLUE, 31, 32, 3, 3));
            made.fail(
                    "red " + shape,
                    "a blue block at its side",
                    Painting.on(GRAY).smooth(true).shape(RED, shape, 32, 32, 7).block(BLUE, 37, 33, 5, 5));
            made.fail(
                    "red " + shape, "a pale ghost beside it", one(RED, shape, 6).shape(0xcc7070, "circle", 12, 48, 5));
        }
        made.fail(
                "red circle",
                "a red block at its side",
                Painting.on(GRAY).smooth(true).shape(RED, "circle", 32, 32, 7).block(RED, 38, 30, 5, 4));
        made.fail(
                "red square",
                "a red block at its side",
                Painting.on(GRAY).smooth(true).shape(RED, "square", 32, 32, 7).block(RED, 38, 30, 5, 4));
    }

    private void borders() {
        for (String shape : SHAPES) {
            made.pass(
                    "white " + shape,
                    "touching the left border",
                    Painting.on(BROWN).smooth(true).shape(WHITE, shape, 7, 30, 7));
            made.pass(
                    "white " + shape,
                    "touching the lower border",
                    Painting.on(BROWN).smooth(true).shape(WHITE, shape, 30, 56.5, 6.5));
            made.fail(
                    "white " + shape,
                    "half outside on the right",
                    Painting.on(BROWN).smooth(true).shape(WHITE, shape, 64, 30, 9));
            made.fail(
                    "white " + shape,
                    "half outside above",
                    Painting.on(BROWN).smooth(true).shape(WHITE, shape, 30, -1, 9));
        }
    }

    // ---- several objects ----

    private void several() {
        for (String first : SHAPES) {
            for (String second : SHAPES) {
                String prompt = "red %s and blue %s".formatted(first, second);
                made.pass(prompt, "apart", pair(RED, first, 16, BLUE, second, 48));
                made.fail(prompt, "one missing", Painting.on(GRAY).smooth(true).shape(RED, first, 16, 32, 7));
                if (!first.equals(second)) {
                    made.fail(prompt, "colours swapped", pair(BLUE, first, 16, RED, second, 48));
                }
                String left = "red %s left of blue %s".formatted(first, second);
                made.pass(left, "so", pair(RED, first, 16, BLUE, second, 48));
                made.fail(left, "the other way round", pair(RED, first, 48, BLUE, second, 16));
                made.fail(
                        left,
                        "one above the other",
                        Painting.on(GRAY)
                                .smooth(true)
                                .shape(RED, first, 30, 16, 7)
                                .shape(BLUE, second, 30, 48, 7));
            }
        }
        made.pass("red circle and blue square", "touching", pair(RED, "circle", 24, BLUE, "square", 37));
        made.pass("red circle and blue circle", "touching", pair(RED, "circle", 24, BLUE, "circle", 38));
        made.pass("red square and green square", "touching", pair(RED, "square", 24, GREEN, "square", 36));
        made.pass(
                "red circle and yellow square", "overlapping a little", pair(RED, "circle", 24, YELLOW, "square", 34));
        made.pass("red circle and red circle", "touching", pair(RED, "circle", 24, RED, "circle", 38));
        made.fail("red circle and red circle", "one upon the other", pair(RED, "circle", 28, RED, "circle", 32));
        made.fail(
                "red circle and blue circle",
                "one hiding most of the other",
                pair(RED, "circle", 28, BLUE, "circle", 31));
        for (int asked = 1; asked <= 4; asked++) {
            for (int there = 1; there <= 5; there++) {
                Painting painting = Painting.on(GRAY).smooth(true);
                for (int i = 0; i < there; i++) {
                    painting.shape(GREEN, "star", 10 + 21 * (i % 3), 16 + 30 * (i / 3), 7);
                }
                String prompt = String.join(" and ", Collections.nCopies(asked, "green star"));
                if (asked == there) {
                    made.pass(prompt, there + " of them", painting);
                } else {
                    made.fail(prompt, there + " of them", painting);
                }
            }
        }
    }

    private static Painting pair(int colour, String shape, double x, int colour2, String shape2, double x2) {
        return Painting.on(GRAY).smooth(true).shape(colour, shape, x, 32, 7).shape(colour2, shape2, x2, 32, 7);
    }

    private void grain() {
        for (String shape : SHAPES) {
            made.pass(
                    "blue " + shape,
                    "fine grain",
                    Painting.on(GRAY).smooth(true).shape(BLUE, shape, 30, 30, 8).noise(6, 1));
            made.pass(
                    "blue " + shape,
                    "grain",
                    Painting.on(WHITE)
                            .smooth(true)
                            .shape(BLUE, shape, 30, 30, 8)
                            .noise(12, 2));
            made.fail(
                    "blue " + shape,
                    "under noise",
                    Painting.on(GRAY).smooth(true).shape(BLUE, shape, 30, 30, 8).noise(60, 3));
            made.fail("blue " + shape, "nothing but noise", Painting.on(GRAY).noise(90, 4));
        }
    }
}
