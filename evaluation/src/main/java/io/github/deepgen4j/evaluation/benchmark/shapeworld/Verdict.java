// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

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

/**
 * The judgement of ShapeWorld's program about an image, exactly and always with the same answer.
 *
 * @param passed everything that was asked for is right
 * @param measures graded measures in the order of reports; one that does not apply to the item is absent
 */
public record Verdict(boolean passed, Map<String, Double> measures) {
    private static final String PASSED = "passed";
    private static final Size SIZE = new Size(Scene.SIDE, Scene.SIDE);

    public Verdict {
        measures = new LinkedHashMap<>(measures);
    }

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

    /** As measures alone, to be kept as a reply. */
    public Map<String, Double> flat() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put(PASSED, share(passed));
        all.putAll(measures);
        return all;
    }

    /** The verdict of {@link #flat}. */
    public static Verdict of(Map<String, Double> flat) {
        Map<String, Double> measures = new LinkedHashMap<>(flat);
        return new Verdict(measures.remove(PASSED) == 1, measures);
    }
}
