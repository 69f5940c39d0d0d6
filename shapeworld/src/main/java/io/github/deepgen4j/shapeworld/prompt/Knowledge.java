// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.List;

/** Common knowledge of shapes and colours, by which puzzles name them (spec/shapeworld.md section 2). */
public final class Knowledge {
    private Knowledge() {}

    /** Descriptions that fit this shape and no other, to be put after an article or a colour. */
    public static List<String> of(Shape shape) {
        return switch (shape) {
            case CIRCLE -> List.of("round shape", "shape with no corners");
            case SQUARE -> List.of("shape with four equal sides", "shape with four corners");
            case TRIANGLE -> List.of("shape with three sides", "shape with three corners");
            case STAR -> List.of("shape with five points", "shape seen in the night sky");
            case CROSS -> List.of("shape of a plus sign", "shape of a hospital sign");
        };
    }

    /** Things that have this colour. */
    public static List<String> of(Colour colour) {
        return switch (colour) {
            case RED -> List.of("blood", "a fire truck", "a ripe tomato");
            case ORANGE -> List.of("a carrot", "a pumpkin");
            case YELLOW -> List.of("a banana", "a lemon");
            case GREEN -> List.of("grass", "a leaf");
            case BLUE -> List.of("the sky", "the sea");
            case PURPLE -> List.of("a grape", "an eggplant");
            case WHITE -> List.of("snow", "milk");
            case BLACK -> List.of("coal", "a raven");
            case GRAY, PINK, CYAN, BROWN -> throw new IllegalArgumentException(colour + " is no colour of objects");
        };
    }
}
