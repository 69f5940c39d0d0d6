// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.evaluation.shapeworld.Category;
import io.github.deepgen4j.evaluation.shapeworld.Renderer;
import io.github.deepgen4j.evaluation.shapeworld.Scene;
import io.github.deepgen4j.evaluation.shapeworld.Split;
import io.github.deepgen4j.evaluation.shapeworld.Task;
import io.github.deepgen4j.evaluation.shapeworld.TaskGenerator;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Training tasks of ShapeWorld in a fixed mix.
 *
 * @param weights how often each category occurs, relative to the others
 */
public record ShapeWorldData(Map<Category, Double> weights) {
    public ShapeWorldData {
        if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> !(weight > 0))) {
            throw new ConfigException("mix expected at least one category, all weights > 0, found " + weights);
        }
    }

    public List<Category> categories() {
        return List.copyOf(weights.keySet());
    }

    /** The next {@code count} training tasks of a generator. */
    public List<Task> draw(int count, RandomGenerator random) {
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Task> tasks = new ArrayList<>();
        while (tasks.size() < count) {
            double place = random.nextDouble() * total;
            Category chosen = null;
            for (Map.Entry<Category, Double> entry : weights.entrySet()) {
                chosen = entry.getKey();
                place -= entry.getValue();
                if (place < 0) {
                    break;
                }
            }
            tasks.add(TaskGenerator.draw(chosen, Split.TRAIN, random));
        }
        return tasks;
    }

    /** Scenes for an auto-encoder: three dense ones to each of the mix. */
    public List<Scene> scenes(int count, RandomGenerator random) {
        List<Scene> scenes = new ArrayList<>();
        while (scenes.size() < count) {
            scenes.add(random.nextInt(4) == 0 ? draw(1, random).getFirst().scene() : TaskGenerator.denseScene(random));
        }
        return scenes;
    }

    /** The tasks' pictures, (B, 3, H, W) in -1..1. */
    public static Tensor pixels(List<Task> tasks) {
        return pixelsOf(tasks.stream().map(Task::scene).toList());
    }

    /** The scenes' pictures, (B, 3, H, W) in -1..1. */
    public static Tensor pixelsOf(List<Scene> scenes) {
        return Tensor.stack(
                0, scenes.stream().map(Renderer::render).map(Pixels::toTensor).toList());
    }
}
