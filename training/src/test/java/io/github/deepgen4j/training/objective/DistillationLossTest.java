// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Schedule;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Distillation.Classroom;
import io.github.deepgen4j.training.objective.GuidanceDistillation.Strength;
import io.github.deepgen4j.training.objective.StepDistillation.Jump;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Losses and gradients of distillation against numbers worked by hand. Velocities are linear: the teacher's a x under
 * the prompt and 0 under the negative one, the student's b x. The scheduler has two training steps and no shift, so
 * that its levels are 1, 1/2 and 0 for two steps, and 1, 3/4, 1/2 and 0 for three.
 */
class DistillationLossTest {
    private static final SchedulerConfig SCHEDULER = new SchedulerConfig(2, new SchedulerConfig.Static(1));
    private static final double A = 0.5;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** A lesson whose data is 0, so that the latents at noise level s are s times the noise, 4. */
    private static Lesson lesson(double u) {
        Tensor none = Tensor.of(new float[1], 1);
        Conditions empty = new Conditions(none, none);
        return new Lesson(
                List.of(Tensor.of(new float[] {0}, 1, 1, 1)),
                List.of(Tensor.of(new float[] {4}, 1, 1, 1)),
                new double[] {u},
                List.of(List.of()),
                new ConditionPair(empty, empty),
                Weighting.NONE,
                "prompts");
    }

    private static LessonField linear(Tensor factor) {
        return (latents, _) -> latents.stream().map(x -> x.mul(factor)).toList();
    }

    private static Classroom classroom(Tensor b) {
        return new Classroom() {
            @Override
            public LessonField student() {
                return linear(b);
            }

            @Override
            public LessonField teacher(List<Guidance> guidance) {
                Tensor a = Tensor.of(new float[] {(float) A}, 1);
                return guidance.isEmpty()
                        ? linear(a)
                        : (latents, _) -> IntStream.range(0, latents.size())
                                .mapToObj(i -> guidance.get(i)
                                        .combine(
                                                latents.get(i).mul(0),
                                                latents.get(i).mul(a)))
                                .toList();
            }

            @Override
            public SchedulerConfig scheduler() {
                return SCHEDULER;
            }

            @Override
            public long tokens(Tensor latents) {
                return 1;
            }
        };
    }

    /** A generator whose integers and doubles are always these. */
    private static Random always(int integer, double real) {
        return new Random() {
            @Override
            public int nextInt(int bound) {
                return bound == 1 ? 0 : integer;
            }

            @Override
            public double nextDouble() {
                return real;
            }
        };
    }

    private static Tensor student(double b) {
        return Tensor.of(new float[] {(float) b}, 1).requireGrad(true);
    }

    private static StepDistillation steps(double guidance, double own, Jump... jumps) {
        return new StepDistillation(new AnyLessons(), List.of(jumps), guidance, own, null);
    }

    @Test
    void guidanceIsLearnedAtTheStrength() {
        try (var _ = Scope.open()) {
            Tensor b = student(2);
            // x = 4 at level 1; target 3 * 0.5 * 4 = 6, prediction 8: loss 4, gradient 2 * 2 * 4
            var objective = new GuidanceDistillation(new AnyLessons(), new Strength(3, 3), null);
            Tensor loss = objective.loss(lesson(0), classroom(b), always(0, 0.5));
            loss.backward();
            assertThat(loss.item()).isCloseTo(4, within(1e-5));
            assertThat(b.grad().toFloats()[0]).isCloseTo(16, within(1e-4f));
        }
    }

    @Test
    void aRangeOfStrengthsIsDrawnFrom() {
        try (var _ = Scope.open()) {
            // at level 1/2, x = 2; strength 2 + 0.25 * 4 = 3: target 3, prediction 4
            var objective = new GuidanceDistillation(new AnyLessons(), new Strength(2, 6), null);
            Tensor loss = objective.loss(lesson(0.5), classroom(student(2)), always(0, 0.25));
            assertThat(loss.item()).isCloseTo(1, within(1e-5));
        }
    }

    /** From 4 through 3.5 = 4 - 4 * 0.5 / 4 to 3.0625: a mean velocity of (3.0625 - 4) / -0.5 = 1.875. */
    @Test
    void oneStepLearnsWhereTwoLead() {
        try (var _ = Scope.open()) {
            Tensor b = student(1);
            Tensor loss = steps(1, 0, new Jump(3, 2)).loss(lesson(0), classroom(b), always(0, 0.5));
            loss.backward();
            double error = 4 - 1.875;
            assertThat(loss.item()).isCloseTo(error * error, within(1e-5));
            assertThat(b.grad().toFloats()[0]).isCloseTo((float) (2 * error * 4), within(1e-4f));
        }
    }

    /** With strength 3 the teacher's factor is 1.5: 4, 2.5, 1.5625, a mean velocity of 4.875. */
    @Test
    void theTeacherMayBeGuided() {
        try (var _ = Scope.open()) {
            Tensor loss = steps(3, 0, new Jump(3, 2)).loss(lesson(0), classroom(student(1)), always(0, 0.5));
            assertThat(loss.item()).isCloseTo(0.875 * 0.875, within(1e-5));
        }
    }

    /** The last step is the teacher's own: at level 1/2 from noise 4 to x = 2, velocity 1. */
    @Test
    void theLastStepIsTheTeachersOwn() {
        try (var _ = Scope.open()) {
            Tensor loss = steps(1, 0, new Jump(3, 2)).loss(lesson(0), classroom(student(2)), always(2, 0.5));
            assertThat(loss.item()).isCloseTo(9, within(1e-5)); // (2 * 2 - 0.5 * 2)^2
        }
    }

    /** The student with b = 1 leads from 4 to 2 at level 1/2, where it stands without the noise of the data. */
    @Test
    void aMicroBatchMayBeginWhereTheStudentLeads() {
        try (var _ = Scope.open()) {
            Tensor b = student(0.5);
            // from 4 at level 1 to 4 - 0.5 * 2 = 3 at level 1/2; teacher 0.5 * 3, student the same
            Tensor loss = steps(1, 1, new Jump(3, 2)).loss(lesson(0), classroom(b), always(2, 0.5));
            assertThat(loss.item()).isCloseTo(0, within(1e-6));
            Tensor other = steps(1, 1, new Jump(3, 2)).loss(lesson(0), classroom(student(1)), always(2, 0.5));
            assertThat(other.item()).isCloseTo(1, within(1e-5)); // at 2: (2 - 1)^2
        }
    }

    /** A student that makes the teacher's mean steps arrives where the teacher does. */
    @Test
    void aStudentWithoutLossDrawsAsItsTeacher() {
        try (var _ = Scope.open()) {
            Jump jump = new Jump(7, 3);
            SchedulerConfig released = new SchedulerConfig(1000, new SchedulerConfig.Static(3));
            List<Tensor> start = List.of(Tensor.of(new float[] {4}, 1, 1, 1));
            LessonField teacher = classroom(student(1)).teacher(List.of());
            Tensor drawn = start.getFirst();
            for (int step = 0; step < jump.to(); step++) {
                List<float[]> levels = List.of(jump.levels(released, step, 1));
                List<Tensor> from = List.of(drawn);
                List<Tensor> to = StepDistillation.through(teacher, from, levels);
                float[] of = levels.getFirst();
                drawn = drawn.add(StepDistillation.meanVelocities(from, to, levels)
                        .getFirst()
                        .mul(of[of.length - 1] - of[0]));
            }
            float[] whole = Schedule.of(released, 7, 1).sigmas();
            Tensor expected =
                    StepDistillation.through(teacher, start, List.of(whole)).getFirst();
            assertThat(drawn.toFloats()[0]).isCloseTo(expected.toFloats()[0], within(1e-5f));
        }
    }

    /** The student's levels are those of drawing with as many steps. */
    @Test
    void jumpsBeginAndEndAtTheLevelsOfDrawing() {
        SchedulerConfig released = new SchedulerConfig(1000, new SchedulerConfig.Static(3));
        for (Jump jump : List.of(new Jump(49, 25), new Jump(13, 4), new Jump(15, 8), new Jump(4, 1))) {
            float[] drawn = Schedule.of(released, jump.to(), 1).sigmas();
            for (int step = 0; step < jump.to(); step++) {
                float[] levels = jump.levels(released, step, 1);
                assertThat(levels[0]).isCloseTo(drawn[step], within(1e-6f));
                assertThat(levels[levels.length - 1]).isCloseTo(drawn[step + 1], within(1e-6f));
                boolean last = step == jump.to() - 1 && jump.to() > 1;
                assertThat(levels).hasSize((last ? 1 : jump.factor()) + 1);
            }
        }
    }

    @Test
    void everyStepIsDrawnAsOftenAsItHasStepsOfTheTeacher() {
        Jump jump = new Jump(10, 4);
        int[] times = new int[4];
        for (int i = 0; i < 10; i++) {
            times[jump.draw(always(i, 0))]++;
        }
        assertThat(times).containsExactly(3, 3, 3, 1);
    }

    /** Lessons that only have a density. */
    private record AnyLessons() implements LessonConfig {
        @Override
        public LessonSource create(ObjectiveContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TimestepDensity density() {
            return new TimestepDensity.Uniform();
        }
    }
}
