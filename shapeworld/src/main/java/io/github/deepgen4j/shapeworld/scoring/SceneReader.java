// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scoring.Found.Thing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The scene that an image of 64x64 pixels shows. */
public final class SceneReader {
    private SceneReader() {}

    /**
     * The scene: objects in the nearest cells of the grid and of the nearest sizes, or letters. Empty if the image
     * shows anything else: specks, an object that is no shape or has no colour of the palette, no background.
     *
     * @throws IllegalArgumentException if the image is not 64x64
     */
    public static Optional<Scene> read(Image image) {
        Found found = Analyser.analyse(image);
        boolean sound = found.clean()
                && found.background() != null
                && found.objects().stream().allMatch(thing -> thing.recognised() && thing.colour() != null);
        return sound
                ? Optional.of(new Scene(
                        found.background(),
                        found.objects().stream().map(SceneReader::object).toList()))
                : letters(image);
    }

    private static SceneObject object(Thing thing) {
        return new SceneObject(
                thing.shape(),
                thing.colour(),
                nearest(
                        List.of(ObjectSize.values()),
                        size -> size.radius() - thing.fit().radius()),
                nearest(Layout.GRID, x -> x - thing.fit().x()),
                nearest(Layout.GRID, y -> y - thing.fit().y()));
    }

    private static <T> T nearest(List<T> values, ToDoubleFunction<T> beside) {
        return values.stream()
                .min(Comparator.comparingDouble(value -> Math.abs(beside.applyAsDouble(value))))
                .orElseThrow();
    }

    /** One to four letters, each in its place. */
    private static Optional<Scene> letters(Image image) {
        return IntStream.rangeClosed(1, Lettering.LONGEST)
                .mapToObj(length -> Reading.of(image, place(length)))
                .filter(reading -> reading.clean()
                        && reading.text().indexOf('?') < 0
                        && reading.colour() != null
                        && reading.background() != null)
                .map(reading -> new Scene(reading.background(), new Lettering(reading.text(), reading.colour())))
                .findFirst();
    }

    /** Any letters: only their number says where they stand. */
    private static Lettering place(int length) {
        return new Lettering("A".repeat(length), Colour.BLACK);
    }

    /**
     * The part of an image that is as a scene should be: 1 if all of it is, else the share of its objects that are
     * whole and of one colour, at most 0.9.
     */
    public static double soundness(Image image) {
        if (read(image).isPresent()) {
            return 1;
        }
        List<Thing> things = Analyser.analyse(image).objects();
        return Math.min(
                0.9,
                things.stream()
                        .mapToInt(thing -> thing.recognised() && thing.colour() != null ? 1 : 0)
                        .average()
                        .orElse(0));
    }
}
