// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scoring.EditScorer;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.scoring.Score;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A fixed list of held-out examples, the same number of every kind, and the scoring of images made for them. */
public record ShapeWorldBenchmark(List<Example> examples) {
    public ShapeWorldBenchmark {
        examples = List.copyOf(examples);
    }

    /** The same seed gives the same examples. */
    public static ShapeWorldBenchmark heldOut(Collection<? extends Kind> kinds, int perKind, long seed) {
        RandomGenerator random = Choices.random(seed);
        List<Example> examples = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int i = 0; i < perKind; i++) {
                examples.add(ExampleSet.draw(kind, Split.HELD_OUT, random));
            }
        }
        return new ShapeWorldBenchmark(examples);
    }

    /** Scores image i against example i. */
    public ShapeWorldReport score(List<Image> images) {
        if (images.size() != examples.size()) {
            throw new IllegalArgumentException(
                    "expected %d images, found %d".formatted(examples.size(), images.size()));
        }
        Map<Kind, List<Score>> scores = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            Score score = switch (examples.get(i)) {
                case Task task -> PromptScorer.score(image, task.requirement());
                case EditTask edit -> EditScorer.score(image, edit).graded();
            };
            scores.computeIfAbsent(examples.get(i).kind(), _ -> new ArrayList<>())
                    .add(score);
        }
        return new ShapeWorldReport(scores);
    }
}
