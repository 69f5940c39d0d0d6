// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.shapeworld;

import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A fixed list of held-out examples, the same number of every kind, and the scoring of pictures made for them. */
public record ShapeWorldBenchmark(List<Example> examples) {
    public ShapeWorldBenchmark {
        examples = List.copyOf(examples);
    }

    /** The same seed gives the same examples. */
    public static ShapeWorldBenchmark heldOut(Collection<? extends Kind> kinds, int perKind, long seed) {
        RandomGenerator random = TaskGenerator.random(seed);
        List<Example> examples = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int i = 0; i < perKind; i++) {
                examples.add(ExampleSet.draw(kind, Split.HELD_OUT, random));
            }
        }
        return new ShapeWorldBenchmark(examples);
    }

    /** Scores picture i against example i. */
    public ShapeWorldReport score(List<Image> pictures) {
        if (pictures.size() != examples.size()) {
            throw new IllegalArgumentException(
                    "expected %d pictures, found %d".formatted(examples.size(), pictures.size()));
        }
        Map<Kind, List<Score>> scores = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            Image picture = pictures.get(i);
            Score score = switch (examples.get(i)) {
                case Task task -> Scorer.score(picture, task.requirement());
                case EditTask edit -> EditScorer.score(picture, edit).graded();
            };
            scores.computeIfAbsent(examples.get(i).kind(), _ -> new ArrayList<>())
                    .add(score);
        }
        return new ShapeWorldReport(scores);
    }
}
