// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptScorerTest {
    private static final int EACH = 100;

    private static List<Task> tasks(Category category) {
        RandomGenerator random = Choices.random(7);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            tasks.add((Task) ExampleSet.draw(category, i % 2 == 0 ? Split.TRAIN : Split.HELD_OUT, random));
        }
        return tasks;
    }

    private static long passes(List<Task> tasks, java.util.function.Function<Task, Image> image) {
        return tasks.stream()
                .filter(task -> PromptScorer.score(image.apply(task), task.requirement())
                        .strict())
                .count();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
    void imagesWithoutTheFirstObjectFail(Category category) {
        assertThat(passes(tasks(category), task -> {
                    List<SceneObject> rest = task.scene()
                            .objects()
                            .subList(1, task.scene().objects().size());
                    return Renderer.render(new Scene(task.scene().background(), rest));
                }))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
    void imagesWithAnotherShapeFail(Category category) {
        assertThat(passes(tasks(category), task -> {
                    List<SceneObject> objects = new ArrayList<>(task.scene().objects());
                    SceneObject first = objects.getFirst();
                    Set<Shape> used = new HashSet<>();
                    objects.forEach(object -> used.add(object.shape()));
                    Shape other = List.of(Shape.values()).stream()
                            .filter(shape -> !used.contains(shape))
                            .findFirst()
                            .orElseThrow();
                    objects.set(0, new SceneObject(other, first.colour(), first.size(), first.x(), first.y()));
                    return Renderer.render(new Scene(task.scene().background(), objects));
                }))
                .isZero();
    }

    @Test
    void swappedObjectsFailWhereAPlaceIsAsked() {
        assertThat(passes(tasks(Category.POSITION), task -> {
                    SceneObject a = task.scene().objects().get(0);
                    SceneObject b = task.scene().objects().get(1);
                    return Renderer.render(new Scene(
                            task.scene().background(),
                            List.of(
                                    new SceneObject(a.shape(), a.colour(), a.size(), b.x(), b.y()),
                                    new SceneObject(b.shape(), b.colour(), b.size(), a.x(), a.y()))));
                }))
                .isZero();
    }

    @Test
    void wrongColoursAndBackgroundsFail() {
        assertThat(passes(
                        tasks(Category.BACKGROUND),
                        task -> Renderer.render(new Scene(
                                task.scene().background() == Colour.PINK ? Colour.CYAN : Colour.PINK,
                                task.scene().objects()))))
                .isZero();
        assertThat(passes(tasks(Category.COLOUR), task -> {
                    SceneObject o = task.scene().objects().getFirst();
                    Colour other = o.colour() == Colour.RED ? Colour.BLUE : Colour.RED;
                    return Renderer.render(
                            new Scene(Colour.GRAY, List.of(new SceneObject(o.shape(), other, o.size(), o.x(), o.y()))));
                }))
                .isZero();
    }
}
