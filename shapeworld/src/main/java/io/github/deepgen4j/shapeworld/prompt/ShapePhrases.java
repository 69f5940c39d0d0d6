// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import java.util.stream.Stream;

/** All that prompts and instructions of ShapeWorld may say; letters to write stand in quotes and are no words. */
public final class ShapePhrases {
    private static final String PROMPTS =
            "a an and the of on in with to at text letters background colour plus minus opposite shape";
    private static final String INSTRUCTIONS =
            "make change remove delete add move replace turn into write instead top" + " bottom left right";

    private ShapePhrases() {}

    /** Words and phrases, in no order. */
    public static Stream<String> all() {
        Stream<String> shapes = Stream.of(Shape.values())
                .flatMap(shape -> Stream.concat(Stream.of(shape.word(), shape.plural()), Knowledge.of(shape).stream()));
        Stream<String> colours = Stream.of(Colour.values()).map(Colour::word);
        Stream<String> things = Colour.OBJECTS.stream().flatMap(colour -> Knowledge.of(colour).stream());
        Stream<String> sizes = Stream.of(ObjectSize.values()).map(ObjectSize::word);
        Stream<String> relations = Stream.of(Relation.values()).map(Relation::words);
        return Stream.of(
                        shapes,
                        colours,
                        things,
                        sizes,
                        relations,
                        Phrases.NUMBERS.stream(),
                        Stream.of(PROMPTS, INSTRUCTIONS))
                .flatMap(words -> words);
    }
}
