// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.edit.InstructionReader;
import io.github.deepgen4j.shapeworld.prompt.PromptReader;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.scoring.EditScorer;
import io.github.deepgen4j.shapeworld.scoring.PromptScorer;
import io.github.deepgen4j.shapeworld.scoring.SceneReader;
import io.github.deepgen4j.shapeworld.scoring.Score;
import io.github.deepgen4j.shapeworld.task.Change;
import io.github.deepgen4j.shapeworld.task.EditTask;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges images by ShapeWorld's program, exactly. */
public final class Judgement {
    /** The measure of an edit that is no share: decibels between what was to stay and what stayed. */
    public static final String KEPT = "kept_dB";

    private static final Size SIZE = new Size(Scene.SIDE, Scene.SIDE);
    /** The best grade of an image that did not pass. */
    private static final double FAILED = 0.9;

    private Judgement() {}

    /** Judges an image; those of larger models are brought to 64x64 first. */
    public static Verdict of(Example example, Image image) {
        return switch (example) {
            case Task task -> of(task.requirement(), image);
            case EditTask task -> of(task.change(), image);
        };
    }

    private static Verdict of(Requirement requirement, Image image) {
        return verdict(PromptScorer.score(small(image), requirement), requirement);
    }

    private static Verdict of(Change change, Image image) {
        return verdict(EditScorer.score(small(image), change));
    }

    /** An image as ShapeWorld's programs take it, 64x64. */
    public static Image small(Image image) {
        return image.size().equals(SIZE) ? image : Resize.resize(image, SIZE, Filter.BICUBIC);
    }

    /** Judges an image by the words of a prompt alone; empty if it is none of ShapeWorld's. */
    public static Optional<Verdict> ofPrompt(String prompt, Image image) {
        return PromptReader.read(prompt).map(requirement -> of(requirement, image));
    }

    /**
     * Judges the result of an edit by the words of the instruction and the image that was edited; empty if they are
     * none of ShapeWorld's.
     */
    public static Optional<Verdict> ofInstruction(String instruction, Image source, Image image) {
        return SceneReader.read(small(source))
                .flatMap(scene -> InstructionReader.read(instruction, scene))
                .map(change -> of(change, image));
    }

    /**
     * A verdict as one number, 0..1, by which images of one prompt can be ranked: 1 if it passed, else the mean of its
     * graded measures, at most 0.9.
     */
    public static double grade(Verdict verdict) {
        double mean = verdict.measures().entrySet().stream()
                .filter(measure -> !measure.getKey().equals(KEPT))
                .mapToDouble(Map.Entry::getValue)
                .average()
                .orElse(0);
        return verdict.passed() ? 1 : Math.min(FAILED, mean);
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
        score.preservation().ifPresent(ratio -> measures.put(KEPT, ratio));
        return new Verdict(score.strict(), measures);
    }

    private static double share(boolean holds) {
        return holds ? 1 : 0;
    }
}
