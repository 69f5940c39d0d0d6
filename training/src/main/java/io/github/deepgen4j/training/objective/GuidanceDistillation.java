// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Distillation.Classroom;
import io.github.deepgen4j.training.objective.Distillation.Teaching;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The student without guidance learns the guided velocity of the teacher: one pass for a step instead of two. The loss
 * is stage one of Meng et al. 2023, "On Distillation of Guided Diffusion Models", section 3.1, for velocities:
 *
 * <pre>E [ weight(sigma) | student(x, sigma) - (neg + w (pos - neg)) |^2 ],  x = (1 - sigma) data + sigma noise</pre>
 *
 * <p>with a strength w from a range. There the student is told w; the transformer of DeepGen has no such input, so a
 * range teaches the mean over its strengths, which is the guided velocity at the mean strength.
 */
public record GuidanceDistillation(
        LessonConfig lessons,
        Strength strength,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Path teacher)
        implements Teaching {

    /** The strengths of the teacher's guidance, all alike; one where both are equal. */
    public record Strength(double from, double to) {
        public Strength {
            require(from > 1 && from < 1000, "from", "more than 1, where guidance begins", from);
            require(to >= from && to < 1000, "to", "from or more", to);
        }

        Guidance draw(RandomGenerator random) {
            return new Guidance(from + (to - from) * random.nextDouble());
        }
    }

    /** As many steps as before, without guidance. */
    @Override
    public DrawingDefaults drawing() {
        return new DrawingDefaults(OptionalInt.empty(), OptionalDouble.of(1));
    }

    @Override
    public Tensor loss(Lesson lesson, Classroom classroom, RandomGenerator random) {
        long[] tokens = lesson.latents().stream().mapToLong(classroom::tokens).toArray();
        Levels levels = Levels.of(classroom.scheduler(), lesson.u(), tokens);
        List<Tensor> noisy = new ArrayList<>();
        List<Guidance> guidance = new ArrayList<>();
        for (int i = 0; i < lesson.size(); i++) {
            noisy.add(FlowMatchingLoss.noisy(
                    lesson.latents().get(i), lesson.noise().get(i), levels.sigmas()[i]));
            guidance.add(strength.draw(random));
        }
        List<Tensor> targets;
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            targets = classroom.teacher(guidance).velocities(noisy, levels.sigmas()).stream()
                    .map(scope::keep)
                    .toList();
        }
        List<Tensor> velocities = classroom.student().velocities(noisy, levels.sigmas());
        return FlowMatchingLoss.towards(velocities, targets, levels.sigmas(), lesson.weighting());
    }
}
