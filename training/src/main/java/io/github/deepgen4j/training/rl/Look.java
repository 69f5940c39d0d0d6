// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.run.Demand;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.Guidance;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The work of a validation for one of its scores, of all processes together.
 *
 * @param name of the score
 * @param prompts that are drawn
 * @param images of all prompts
 * @param edits those of them that begin with another image
 * @param passesEach passes of the transformer for an image
 * @param size of an image
 * @param questions by who is asked: {@code judge}, or the kind of an engine
 */
public record Look(
        String name, int prompts, int images, int edits, int passesEach, Size size, SortedMap<String, Long> questions) {
    /**
     * All looks of a run.
     *
     * @param notes told where files of a benchmark cannot be read
     */
    public static List<Look> of(MrGrpoConfig config, ModelConfig model, Consumer<String> notes) {
        List<Look> looks = new ArrayList<>();
        HeldOut.Config held = config.heldOut();
        if (held != null) {
            int tasks =
                    held.tasks().values().stream().mapToInt(Integer::intValue).sum();
            int passes = passes(held.steps(), held.guidance());
            Size size = new Size(config.rollout().size(), config.rollout().size());
            looks.add(new Look("held_out", tasks, tasks, 0, passes, size, new TreeMap<>()));
        }
        for (EvaluationConfig evaluation : config.evaluations()) {
            try {
                looks.add(of(evaluation, model));
            } catch (ConfigException e) {
                notes.accept("note: " + evaluation.title() + " is not counted: " + e.getMessage());
            }
        }
        return looks;
    }

    private static Look of(EvaluationConfig config, ModelConfig model) {
        Protocol protocol = config.protocol();
        Demand demand = Evaluation.of(config).demand();
        int steps = protocol.steps().orElse(model.steps());
        double scale = protocol.guidance().orElse(model.guidance().scale());
        return new Look(
                config.title(),
                demand.items(),
                demand.pictures(),
                demand.edits(),
                passes(steps, scale),
                protocol.size().orElse(model.defaultSize()),
                demand.questions());
    }

    private static int passes(int steps, double scale) {
        return steps * (new Guidance(scale).active() ? 2 : 1);
    }

    /** Passes of the transformer for all images. */
    public long passes() {
        return (long) images * passesEach;
    }
}
