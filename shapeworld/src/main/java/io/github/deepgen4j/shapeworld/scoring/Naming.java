// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of colours (spec/shapeworld.md section 5, step 2): a point in RGB space is named after the nearest example.
 * Each word has several, so that any red is red but light gray is not white; some examples have no word of the palette.
 */
public final class Naming {
    private static final List<Example> EXAMPLES = examples();

    private Naming() {}

    private record Example(Colour colour, int red, int green, int blue) {
        /** Squared. */
        double distance(double[] point) {
            double r = point[0] - red;
            double g = point[1] - green;
            double b = point[2] - blue;
            return r * r + g * g + b * b;
        }
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (Colour colour : Colour.values()) {
            add(examples, colour, colour.channel(0) << 16 | colour.channel(1) << 8 | colour.channel(2));
        }
        add(examples, Colour.RED, 0xff0000, 0xb41414, 0x8b0000, 0xf05050);
        add(examples, Colour.ORANGE, 0xffa500, 0xff6e00, 0xffb060);
        add(examples, Colour.YELLOW, 0xffff00, 0xfff080, 0xd7be1e);
        add(examples, Colour.GREEN, 0x008000, 0x00ff00, 0x90ee90, 0x005a00, 0x64b464, 0x32cd32);
        add(examples, Colour.BLUE, 0x0000ff, 0x0000b4, 0x00006e, 0x6496f0, 0x1e90ff);
        add(examples, Colour.PURPLE, 0x800080, 0x5a1e8c, 0xb46ed2, 0x4b0082);
        add(examples, Colour.WHITE, 0xffffff);
        add(examples, Colour.BLACK, 0x000000);
        add(examples, Colour.GRAY, 0x464646, 0x646464, 0x828282, 0xbebebe, 0xd7d7d7);
        add(examples, Colour.PINK, 0xffc0cb, 0xff69b4, 0xffd2dc);
        add(examples, Colour.CYAN, 0x00ffff, 0xadd8e6, 0x64c8dc);
        add(examples, Colour.BROWN, 0x8b4513, 0x654321, 0xa56e46, 0x462d1e);
        // Magenta, teal, olive, beige, salmon, lime green, turquoise, lavender: words that no prompt has.
        add(examples, null, 0xff00ff, 0x008080, 0x808000, 0xe6d7b4, 0xfa8072, 0xb4dc28, 0x40e0d0, 0xc8b4e6);
        return List.copyOf(examples);
    }

    private static void add(List<Example> examples, Colour colour, int... all) {
        for (int rgb : all) {
            examples.add(new Example(colour, rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff));
        }
    }

    /** The palette's word for a point; null if it has none. */
    static Colour of(double[] point) {
        return nearest(point, EXAMPLES);
    }

    /**
     * The one of some words whose examples are nearest to a point, however far it is.
     *
     * @param point red, green and blue, 0..255
     * @param among not empty
     */
    public static Colour nearest(double[] point, Set<Colour> among) {
        return nearest(
                point,
                EXAMPLES.stream()
                        .filter(example -> example.colour() != null && among.contains(example.colour()))
                        .toList());
    }

    private static Colour nearest(double[] point, List<Example> examples) {
        Colour found = null;
        double nearest = Double.POSITIVE_INFINITY;
        for (Example example : examples) {
            double distance = example.distance(point);
            if (distance < nearest) {
                nearest = distance;
                found = example.colour();
            }
        }
        return found;
    }
}
