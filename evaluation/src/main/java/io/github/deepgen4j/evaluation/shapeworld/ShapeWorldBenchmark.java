// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A fixed list of held-out tasks, the same number in every category, and the scoring of pictures drawn for them. */
public record ShapeWorldBenchmark(List<Task> tasks) {
    public ShapeWorldBenchmark {
        tasks = List.copyOf(tasks);
    }

    /** The same seed gives the same tasks. */
    public static ShapeWorldBenchmark heldOut(List<Category> categories, int perCategory, long seed) {
        RandomGenerator random = TaskGenerator.random(seed);
        List<Task> tasks = new ArrayList<>();
        for (Category category : categories) {
            for (int i = 0; i < perCategory; i++) {
                tasks.add(TaskGenerator.draw(category, Split.HELD_OUT, random));
            }
        }
        return new ShapeWorldBenchmark(tasks);
    }

    /** Scores picture i against task i. */
    public ShapeWorldReport score(List<Image> pictures) {
        if (pictures.size() != tasks.size()) {
            throw new IllegalArgumentException(
                    "expected %d pictures, found %d".formatted(tasks.size(), pictures.size()));
        }
        Map<Category, List<Score>> scores = new LinkedHashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            scores.computeIfAbsent(task.category(), _ -> new ArrayList<>())
                    .add(Scorer.score(pictures.get(i), task.requirement()));
        }
        return new ShapeWorldReport(scores);
    }
}
