// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.shapeworld.prompt.PromptGenerator;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Prompts of ShapeWorld for the forms of other benchmarks, for models that draw nothing else: no two alike, of both
 * sides of the split, the same in every run.
 */
public final class Prompts {
    private final RandomGenerator random;
    private final Set<String> taken = new HashSet<>();

    /** @param seed not that of a run: it fixes what is asked */
    public Prompts(long seed) {
        this.random = Choices.random(seed);
    }

    /** The next tasks of a category. */
    public List<Task> next(Category category, int count) {
        return next(category, count, _ -> true);
    }

    /** The next tasks of a category that fit. */
    public List<Task> next(Category category, int count, Predicate<Task> fits) {
        List<Task> tasks = new ArrayList<>();
        while (tasks.size() < count) {
            Task task = PromptGenerator.draw(category, random);
            if (fits.test(task) && taken.add(task.prompt())) {
                tasks.add(task);
            }
        }
        return tasks;
    }
}
