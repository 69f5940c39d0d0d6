// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import static io.github.deepgen4j.shapeworld.scoring.HandMade.BLACK;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.BLUE;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.BROWN;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.GRAY;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.RED;
import static io.github.deepgen4j.shapeworld.scoring.HandMade.WHITE;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Letters, right, wrong and spoiled. */
class HandMadeLettersTest {
    private final HandMade made = new HandMade();

    @TestFactory
    List<DynamicTest> scoresAsAPersonWould() {
        letters();
        spoiledLetters();
        return made.tests(143);
    }

    private static final String[] A = {" ### ", "#   #", "#   #", "#####", "#   #", "#   #", "#   #"};
    private static final String[] B = {"#### ", "#   #", "#   #", "#### ", "#   #", "#   #", "#### "};
    private static final String[] E = {"#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#####"};
    private static final String[] F = {"#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#    "};
    private static final String[] L = {"#    ", "#    ", "#    ", "#    ", "#    ", "#    ", "#####"};
    private static final String[] N = {"#   #", "##  #", "# # #", "#  ##", "#   #", "#   #", "#   #"};
    private static final String[] O = {" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "};
    private static final String[] R = {"#### ", "#   #", "#   #", "#### ", "# #  ", "#  # ", "#   #"};
    private static final String[] S = {" ####", "#    ", "#    ", " ### ", "    #", "    #", "#### "};
    private static final String[] SEVEN = {"#####", "    #", "   # ", "  #  ", " #   ", " #   ", " #   "};
    private static final Map<Character, String[]> LETTERS = Map.ofEntries(
            Map.entry('A', A),
            Map.entry('B', B),
            Map.entry('E', E),
            Map.entry('F', F),
            Map.entry('L', L),
            Map.entry('N', N),
            Map.entry('O', O),
            Map.entry('R', R),
            Map.entry('S', S),
            Map.entry('7', SEVEN));

    private static Painting written(int ground, int colour, String text) {
        Painting painting = Painting.on(ground);
        for (int i = 0; i < text.length(); i++) {
            painting.rows(colour, left(text, i), 17, 2, LETTERS.get(text.charAt(i)));
        }
        return painting;
    }

    private static int left(String text, int letter) {
        return 16 * ((4 - text.length()) / 2 + letter) + 3;
    }

    private void letters() {
        for (String text : List.of("A", "B", "E", "N", "AB", "B7", "ONE", "SEA", "LRF7", "BOAS")) {
            String prompt = "\"" + text + "\" in red";
            made.pass(prompt, "so", written(GRAY, RED, text));
            made.pass(prompt, "on white with grain", written(WHITE, RED, text).noise(8, 5));
            made.pass(prompt, "of another red", written(GRAY, 0xff0000, text));
            made.fail(prompt, "in blue", written(GRAY, BLUE, text));
            made.fail(prompt, "in brown", written(GRAY, BROWN, text));
            made.fail(prompt, "nothing", Painting.on(GRAY));
            made.fail(prompt, "a block of letters' size", Painting.on(GRAY).block(RED, left(text, 0), 17, 10, 14));
            int last = left(text, text.length() - 1);
            made.fail(prompt, "a block beside them", written(GRAY, RED, text).block(BLUE, last + 10, 20, 3, 5));
            made.fail(
                    prompt,
                    "a block of their colour below",
                    written(GRAY, RED, text).block(RED, last, 40, 4, 4));
            made.fail(
                    prompt,
                    "specks above",
                    written(GRAY, RED, text).block(BLACK, 5, 5, 3, 3).block(BLACK, 50, 8, 3, 3));
            made.fail(
                    prompt,
                    "an object below",
                    written(GRAY, RED, text).smooth(true).shape(RED, "circle", 32, 50, 7));
        }
        made.fail(
                "\"AB\" in red",
                "one letter blue",
                Painting.on(GRAY).rows(RED, 19, 17, 2, A).rows(BLUE, 35, 17, 2, B));
        made.fail("\"AB\" in red", "order swapped", written(GRAY, RED, "BA"));
        made.fail("\"AB\" in white", "light gray", written(BLACK, 0xc8c8c8, "AB"));
        made.fail("\"AB\" in black", "dark blue", written(GRAY, 0x0a145a, "AB"));
        made.fail(
                "\"LO\" in red",
                "a block in the corner of the L",
                written(GRAY, RED, "LO").block(BLUE, 24, 19, 4, 4));
        made.fail(
                "\"LO\" in red",
                "a red block in the corner of the L",
                written(GRAY, RED, "LO").block(RED, 24, 19, 4, 4));
        made.fail("\"LO\" in red", "a block in the O", written(GRAY, RED, "LO").block(BLUE, 38, 22, 4, 4));
    }

    private void spoiledLetters() {
        for (char letter : new char[] {'B', 'E', 'F', 'L', 'N', 'R', 'S', '7'}) {
            String prompt = "\"" + letter + "\" in blue";
            String[] rows = LETTERS.get(letter);
            String[] mirrored = Arrays.stream(rows)
                    .map(row -> new StringBuilder(row).reverse().toString())
                    .toArray(String[]::new);
            made.fail(prompt, "mirrored", Painting.on(GRAY).rows(BLUE, 19, 17, 2, mirrored));
            if (letter != 'B' && letter != 'E' && letter != 'N' && letter != 'S') { // which look the same or nearly so
                String[] turned = Arrays.asList(rows).reversed().toArray(String[]::new);
                made.fail(prompt, "upside down", Painting.on(GRAY).rows(BLUE, 19, 17, 2, turned));
            }
            String[] without = rows.clone();
            without[0] = "     ";
            without[1] = "     ";
            if (letter != 'L') { // a shorter one
                made.fail(prompt, "without its upper part", Painting.on(GRAY).rows(BLUE, 19, 17, 2, without));
            }
        }
        made.fail(
                "\"E\" in blue",
                "without its middle stroke",
                Painting.on(GRAY).rows(BLUE, 19, 17, 2, "#####", "#    ", "#    ", "#    ", "#    ", "#    ", "#####"));
        made.fail(
                "\"A\" in blue",
                "without its bar",
                Painting.on(GRAY).rows(BLUE, 19, 17, 2, " ### ", "#   #", "#   #", "#   #", "#   #", "#   #", "#   #"));
        made.fail("\"E\" in blue", "without its lower stroke", written(GRAY, BLUE, "F"));
        made.fail(
                "\"R\" in blue",
                "without its leg",
                Painting.on(GRAY).rows(BLUE, 19, 17, 2, "#### ", "#   #", "#   #", "#### ", "#    ", "#    ", "#    "));
        made.pass(
                "\"R\" in blue",
                "a dot missing",
                Painting.on(GRAY).rows(BLUE, 19, 17, 2, "#### ", "#   #", "#   #", "#### ", "# #  ", "#  # ", "#    "));
        made.pass("\"A\" in blue", "a pixel to the left", Painting.on(GRAY).rows(BLUE, 18, 17, 2, A));
        made.pass("\"A\" in blue", "a pixel lower", Painting.on(GRAY).rows(BLUE, 19, 18, 2, A));
    }
}
