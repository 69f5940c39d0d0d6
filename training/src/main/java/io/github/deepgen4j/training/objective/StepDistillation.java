// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Distillation.Classroom;
import io.github.deepgen4j.training.objective.Distillation.Teaching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * One step of the student learns where k steps of the teacher lead: progressive distillation, Salimans and Ho 2022
 * (algorithm 2, k = 2, again and again with the student as the next teacher), with a guided teacher as in stage two of
 * Meng et al. 2023. Between the noise levels s0 > ... > sk of the teacher's schedule, whose ends are those of one step
 * of the student's, the teacher makes Euler's steps {@code x(j+1) = x(j) + (s(j+1) - s(j)) v(x(j), s(j))}, and
 *
 * <pre>loss = E [ weight(s0) | student(x(0), s0) - (x(k) - x(0)) / (sk - s0) |^2 ]</pre>
 *
 * <p>Both schedules are those of drawing with that number of steps, shift included, so the student's steps are the
 * ones that it will be asked for. Schedules of drawing have N levels, evenly spaced before the shift from pure noise to
 * the least noise, and a last step from there to none: N student's and M teacher's steps share their levels where
 * M - 1 is a multiple of N - 1. Halvings are therefore 49, 25, 13, 7, 4. The last step is the teacher's own.
 *
 * @param lessons samples and validation; their {@code density} must be uniform, as levels are those of the schedule
 * @param jumps numbers of steps that the student learns to draw with; several at once share its weights. With as many
 *     as the first one says, and without guidance, the finished model draws where a request says nothing
 * @param guidance of the teacher; 1 for none, as when it was distilled before
 * @param own share of the micro-batches that begin where the student's own steps lead from noise, instead of at noisy
 *     data: there it learns to make up for its own errors
 * @param teacher folder of another model; null for the one that the run begins with
 */
public record StepDistillation(
        LessonConfig lessons,
        List<Jump> jumps,
        @JsonProperty(defaultValue = "1.0") double guidance,
        @JsonProperty(defaultValue = "0.0") double own,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Path teacher)
        implements Teaching {

    /**
     * Numbers of steps of a whole drawing.
     *
     * @param from the teacher's
     * @param to the student's
     */
    public record Jump(int from, int to) {
        public Jump {
            require(to >= 1, "to", "1 or more", to);
            require(from > to, "from", "more than to, " + to, from);
            require(
                    to == 1 || (from - 1) % (to - 1) == 0,
                    "from",
                    String.format(
                            Locale.ROOT,
                            "a multiple of %d and 1 more, so that the teacher's noise levels hold those of %d steps, as"
                                    + " %d",
                            to - 1,
                            to,
                            Math.max(2, Math.round((from - 1) / (to - 1.0))) * (to - 1) + 1),
                    from);
        }

        /** Steps of the teacher to one of the student, but for its last. */
        int factor() {
            return to == 1 ? from : (from - 1) / (to - 1);
        }

        /** Each step is drawn as often as it has steps of the teacher. */
        int draw(RandomGenerator random) {
            return Math.min(to - 1, random.nextInt(from) / factor());
        }

        /**
         * The noise levels through which the teacher goes where the student makes one step.
         *
         * @param tokens of the image
         */
        float[] levels(SchedulerConfig scheduler, int step, long tokens) {
            float[] sigmas = Schedule.of(scheduler, from, tokens).sigmas();
            int first = step * factor();
            int last = Math.min(from, first + factor());
            float[] levels = new float[last - first + 1];
            System.arraycopy(sigmas, first, levels, 0, levels.length);
            return levels;
        }
    }

    public StepDistillation {
        jumps = List.copyOf(jumps);
        require(!jumps.isEmpty(), "jumps", "one or more, as {from: 13, to: 4}", jumps);
        require(guidance >= 1 && guidance < 1000, "guidance", "1 for none, or more", guidance);
        require(own >= 0 && own <= 1, "own", "0 to 1", own);
        boolean uniform = lessons.density() instanceof TimestepDensity.Uniform;
        require(uniform, "lessons", "density: {type: uniform}, as levels are those of a schedule", lessons.density());
    }

    /** The first of the numbers of steps that were learned, without guidance. */
    @Override
    public DrawingDefaults drawing() {
        return new DrawingDefaults(OptionalInt.of(jumps.getFirst().to()), OptionalDouble.of(1));
    }

    @Override
    public Tensor loss(Lesson lesson, Classroom classroom, RandomGenerator random) {
        Jump jump = jumps.get(random.nextInt(jumps.size()));
        int step = jump.draw(random);
        boolean fromOwn = random.nextDouble() < own;
        List<float[]> levels = lesson.latents().stream()
                .map(x -> jump.levels(classroom.scheduler(), step, classroom.tokens(x)))
                .toList();
        List<Tensor> start;
        List<Tensor> targets;
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            start = fromOwn && step > 0 ? ownStart(lesson, classroom, jump, step) : noisy(lesson, levels);
            List<Guidance> strengths =
                    guidance > 1 ? Collections.nCopies(lesson.size(), new Guidance(guidance)) : List.of();
            List<Tensor> end = through(classroom.teacher(strengths), start, levels);
            targets = meanVelocities(start, end, levels);
            start.forEach(scope::keep);
            targets.forEach(scope::keep);
        }
        float[] sigmas = at(levels, 0);
        List<Tensor> velocities = classroom.student().velocities(start, sigmas);
        return FlowMatchingLoss.towards(velocities, targets, sigmas, lesson.weighting());
    }

    private static List<Tensor> noisy(Lesson lesson, List<float[]> levels) {
        List<Tensor> noisy = new ArrayList<>();
        for (int i = 0; i < lesson.size(); i++) {
            noisy.add(FlowMatchingLoss.noisy(
                    lesson.latents().get(i), lesson.noise().get(i), levels.get(i)[0]));
        }
        return noisy;
    }

    /** The state to which the student's steps before this one lead from noise. */
    private static List<Tensor> ownStart(Lesson lesson, Classroom classroom, Jump jump, int step) {
        List<float[]> before = new ArrayList<>();
        for (Tensor latents : lesson.latents()) {
            float[] sigmas = Schedule.of(classroom.scheduler(), jump.to(), classroom.tokens(latents))
                    .sigmas();
            float[] levels = new float[step + 1];
            System.arraycopy(sigmas, 0, levels, 0, levels.length);
            before.add(levels);
        }
        return through(classroom.student(), lesson.noise(), before);
    }

    /**
     * Euler's steps along a field, from the first to the last noise level of each sample; all have as many.
     *
     * @return (C, h, w) of each sample, in the innermost scope
     */
    static List<Tensor> through(LessonField field, List<Tensor> start, List<float[]> levels) {
        List<Tensor> latents = start;
        int steps = levels.getFirst().length - 1;
        for (int j = 0; j < steps; j++) {
            float[] from = at(levels, j);
            float[] to = at(levels, j + 1);
            try (var scope = Scope.open()) {
                List<Tensor> velocities = field.velocities(latents, from);
                List<Tensor> next = new ArrayList<>();
                for (int i = 0; i < velocities.size(); i++) {
                    next.add(scope.keep(latents.get(i).add(velocities.get(i).mul(to[i] - from[i]))));
                }
                latents = next;
            }
        }
        return latents;
    }

    /** The velocity with which one step leads as far as the teacher came. */
    static List<Tensor> meanVelocities(List<Tensor> start, List<Tensor> end, List<float[]> levels) {
        List<Tensor> velocities = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            float[] of = levels.get(i);
            velocities.add(end.get(i).sub(start.get(i)).mul(1.0 / (of[of.length - 1] - of[0])));
        }
        return velocities;
    }

    private static float[] at(List<float[]> levels, int number) {
        float[] sigmas = new float[levels.size()];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = levels.get(i)[number];
        }
        return sigmas;
    }
}
