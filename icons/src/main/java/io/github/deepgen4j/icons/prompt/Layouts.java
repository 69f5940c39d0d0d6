// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.task.IconKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The places of things, as shares of the image's side: few fixed places, so that a prompt leaves little open. */
public final class Layouts {
    static final double MIDDLE = 0.5;
    static final double USUAL = 0.72;
    static final double LARGE = Placed.LARGEST;
    static final double SMALL = 0.4;
    /** Of things that have others beside them, or are going to move. */
    static final double HALF = 0.44;

    private static final double LOW = 0.26;
    private static final double HIGH = 0.74;

    static final List<String> SIDES = List.of("left", "right", "above", "below");

    /** Centre and size, as shares of the image's side. */
    public record Spot(double x, double y, double size) {
        Placed place(Icon icon) {
            return new Placed(icon, x, y, size);
        }
    }

    static final List<Spot> LARGE_AND_SMALL = List.of(new Spot(0.33, MIDDLE, 0.6), new Spot(0.82, 0.66, 0.28));
    static final List<Spot> ABOVE_A_WORD = List.of(new Spot(MIDDLE, 0.38, 0.62));

    /** The places that a single thing can be moved to. */
    static final Map<String, Spot> PLACES = Map.of(
            "middle", new Spot(MIDDLE, MIDDLE, HALF),
            "left", new Spot(LOW, MIDDLE, HALF),
            "right", new Spot(HIGH, MIDDLE, HALF),
            "top", new Spot(MIDDLE, LOW, HALF),
            "bottom", new Spot(MIDDLE, HIGH, HALF));

    private Layouts() {}

    /** All places at which prompts and edits put things, each once. */
    public static List<Spot> all() {
        Stream<Spot> alone = Stream.of(USUAL, LARGE, SMALL).map(size -> new Spot(MIDDLE, MIDDLE, size));
        Stream<Spot> together =
                Stream.of(LARGE_AND_SMALL, ABOVE_A_WORD, several(3), several(4)).flatMap(List::stream);
        return Stream.of(alone, PLACES.values().stream(), together)
                .flatMap(spots -> spots)
                .distinct()
                .sorted(Comparator.comparingDouble(Spot::size)
                        .thenComparingDouble(Spot::y)
                        .thenComparingDouble(Spot::x))
                .toList();
    }

    /** The first on that side of the second. */
    static List<Spot> pair(String side) {
        Spot left = PLACES.get("left");
        Spot right = PLACES.get("right");
        Spot top = PLACES.get("top");
        Spot bottom = PLACES.get("bottom");
        return switch (side) {
            case "left" -> List.of(left, right);
            case "right" -> List.of(right, left);
            case "above" -> List.of(top, bottom);
            default -> List.of(bottom, top);
        };
    }

    /** Two or three in a row, four in a square. */
    static List<Spot> several(int count) {
        return switch (count) {
            case 2 -> pair("left");
            case 3 -> List.of(new Spot(0.18, MIDDLE, 0.3), new Spot(MIDDLE, MIDDLE, 0.3), new Spot(0.82, MIDDLE, 0.3));
            case 4 ->
                List.of(
                        new Spot(LOW, LOW, HALF),
                        new Spot(HIGH, LOW, HALF),
                        new Spot(LOW, HIGH, HALF),
                        new Spot(HIGH, HIGH, HALF));
            default -> throw new IllegalArgumentException("count expected 2 to 4, found " + count);
        };
    }

    /** Different things that samples of a kind are about. */
    static int things(IconKind kind) {
        return switch (kind) {
            case ROW -> 3;
            case BESIDE, SIZES, EDIT_ADD, EDIT_REPLACE -> 2;
            case EDIT_BACKGROUND, EDIT_STYLE, EDIT_TONE, EDIT_MIRROR, EDIT_WORD -> 0;
            default -> 1;
        };
    }
}
