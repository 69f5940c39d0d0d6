// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.task.Requirement;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Says what a scene shows (spec/shapeworld.md section 4): the plan of an edit, and what a reader of images should
 * answer.
 */
public final class Captions {
    private Captions() {}

    /**
     * {@code small red star top left, blue circle middle centre on gray}, objects from the left;
     * {@code red text "AB" on pink}
     */
    public static String of(Scene scene) {
        String things = scene.lettering()
                .map(lettering -> "%s text \"%s\"".formatted(lettering.colour().word(), lettering.text()))
                .orElseGet(() -> scene.objects().stream()
                        .sorted(Comparator.comparingInt(SceneObject::x).thenComparingInt(SceneObject::y))
                        .map(Captions::of)
                        .collect(Collectors.joining(", ")));
        return (things.isEmpty() ? "nothing" : things) + " on "
                + scene.background().word();
    }

    private static String of(SceneObject object) {
        ObjectSize named = object.size() == ObjectSize.MEDIUM ? null : object.size();
        return Phrases.words(new Requirement.Wanted(object.shape(), object.colour(), named)) + " "
                + third(object.y(), "top", "middle", "bottom") + " " + third(object.x(), "left", "centre", "right");
    }

    private static String third(int place, String first, String second, String last) {
        return place < 22 ? first : place > 41 ? last : second;
    }
}
