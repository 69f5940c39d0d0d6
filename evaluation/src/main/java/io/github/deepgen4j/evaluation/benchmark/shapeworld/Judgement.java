// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.scoring.EditScorer;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.scoring.Score;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges images by ShapeWorld's program, exactly. */
public final class Judgement {
    private static final Size SIZE = new Size(Scene.SIDE, Scene.SIDE);

    private Judgement() {}

    /** Judges an image; those of larger models are brought to 64x64 first. */
    public static Verdict of(Example example, Image image) {
        Image small = image.size().equals(SIZE) ? image : Resize.resize(image, SIZE, Filter.BICUBIC);
        return switch (example) {
            case Task task -> verdict(PromptScorer.score(small, task.requirement()), task.requirement());
            case EditTask task -> verdict(EditScorer.score(small, task));
        };
    }

    private static Verdict verdict(Score score, Requirement requirement) {
        boolean coloured = requirement.lettering() != null
                || requirement.objects().stream().anyMatch(wanted -> wanted.colour() != null);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("count", share(score.count()));
        measures.put("shapes", score.shapes());
        if (coloured) {
            measures.put("colours", score.colours());
        }
        if (requirement.objects().stream().anyMatch(wanted -> wanted.size() != null)) {
            measures.put("sizes", score.sizes());
        }
        measures.put("background", share(score.background()));
        if (requirement.relation() != null) {
            measures.put("places", share(score.place()));
        }
        return new Verdict(score.strict(), measures);
    }

    private static Verdict verdict(EditScore score) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("count", share(score.count()));
        measures.put("shapes", score.shapes());
        measures.put("colours", score.colours());
        measures.put("background", share(score.background()));
        measures.put("places", score.places());
        measures.put("sizes", score.sizes());
        score.preservation().ifPresent(ratio -> measures.put("kept_dB", ratio));
        return new Verdict(score.strict(), measures);
    }

    private static double share(boolean holds) {
        return holds ? 1 : 0;
    }
}
