// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Training examples of ShapeWorld in a fixed mix.
 *
 * @param weights how often each kind occurs, relative to the others
 * @param split {@code TRAIN}, or its part without the combinations that the benchmark of composition asks for
 */
public record ShapeWorldData(
        Map<Kind, Double> weights,
        @JsonProperty(defaultValue = "train") Split split) {
    public ShapeWorldData {
        boolean learned = split == Split.TRAIN || split == Split.COMPOSITION_TRAIN;
        require(learned, "split", "train or composition-train (models are measured with the others)", split.word());
        require(!weights.isEmpty(), "weights", "at least one kind", "none");
        weights.forEach((kind, weight) -> require(weight > 0, "weights", "more than 0 for " + kind.word(), weight));
    }

    /** The whole split {@code TRAIN}. */
    public ShapeWorldData(Map<Kind, Double> weights) {
        this(weights, Split.TRAIN);
    }

    public List<Kind> kinds() {
        return List.copyOf(weights.keySet());
    }

    /** The kinds of one sort, {@code Category} or {@code Edit}, with their weights; empty if there are none. */
    Optional<ShapeWorldData> only(Class<? extends Kind> sort) {
        Map<Kind, Double> some = new LinkedHashMap<>(weights);
        some.keySet().removeIf(kind -> !sort.isInstance(kind));
        return some.isEmpty() ? Optional.empty() : Optional.of(new ShapeWorldData(some, split));
    }

    /** The next {@code count} training examples of a generator. */
    public List<Example> draw(int count, RandomGenerator random) {
        List<Example> examples = new ArrayList<>();
        while (examples.size() < count) {
            examples.add(ExampleSet.draw(weights, split, random));
        }
        return examples;
    }

    /** Samples to write; sample i depends on the seed and i alone. */
    public IntFunction<SampleWriter.Written> numbered(long seed) {
        return i -> {
            Example example = draw(1, new Seed(seed).with(i).random()).getFirst();
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("category", example.kind().word());
            notes.put("plan", example.plan());
            return new SampleWriter.Written(example.prompt(), notes, example.target(), example.reference());
        };
    }

    /**
     * Scenes for an auto-encoder.
     *
     * @param dense share of scenes with many objects, which no prompt asks for
     */
    public List<Scene> scenes(int count, double dense, RandomGenerator random) {
        List<Scene> scenes = new ArrayList<>();
        while (scenes.size() < count) {
            scenes.add(
                    random.nextDouble() < dense
                            ? Layout.dense(random)
                            : draw(1, random).getFirst().scene());
        }
        return scenes;
    }

    /** The scenes' images, (B, 3, H, W) in -1..1. */
    public static Tensor pixelsOf(List<Scene> scenes) {
        return Tensor.stack(
                0,
                scenes.parallelStream().map(Renderer::render).toList().stream()
                        .map(Pixels::toTensor)
                        .toList());
    }
}
