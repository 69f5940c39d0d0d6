// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A transformer learns from a frozen one: what it is taught is a {@link Teaching}, samples and validation are those of
 * an objective of flow matching, for prompts and edits alike. The student is always asked without guidance.
 */
public final class Distillation implements Supervised {
    /** The networks of a lesson, and the noise levels of its samples. */
    interface Classroom {
        /** The student's velocities without guidance. */
        LessonField student();

        /**
         * The teacher's velocities.
         *
         * @param guidance of each sample; empty for none
         */
        LessonField teacher(List<Guidance> guidance);

        SchedulerConfig scheduler();

        /** Tokens of latents, which only a dynamic shift looks at. */
        long tokens(Tensor latents);
    }

    /** Settings of a lesson that a student learns. */
    interface Teaching extends ObjectiveConfig {
        LessonConfig lessons();

        /** Folder of the teacher; null for the model that the run begins with. */
        Path teacher();

        /**
         * The loss of a micro-batch, a scalar with the student's graph alone.
         *
         * @param random all that chance decides beyond the lesson
         */
        Tensor loss(Lesson lesson, Classroom classroom, RandomGenerator random);

        @Override
        default Objective create(ObjectiveContext context) {
            return open(this, context);
        }

        @Override
        default void check(Setting setting) {
            Teacher.requireModel(teacher());
            lessons().check(setting);
        }

        @Override
        default List<String> warnings() {
            return lessons().warnings();
        }

        @Override
        default Optional<MicroBatchSize> largest(ModelConfig model) {
            return lessons().largest(model);
        }

        @Override
        default boolean asksTeacher() {
            return true;
        }
    }

    private final LessonSource lessons;
    private final Networks model;
    private final Teacher teacher;
    private final Teaching teaching;
    private final long seed;

    private Distillation(LessonSource lessons, Networks model, Teacher teacher, Teaching teaching, long seed) {
        this.lessons = lessons;
        this.model = model;
        this.teacher = teacher;
        this.teaching = teaching;
        this.seed = seed;
    }

    /**
     * Opens data and teacher.
     *
     * @throws ConfigException if more than the transformer learns, or the teacher is none for this student
     */
    private static Distillation open(Teaching teaching, ObjectiveContext context) {
        if (!context.conditionsFrozen()) {
            throw new ConfigException(
                    "trainable expected parameters or adapters of the transformer only, as teacher and"
                            + " student are told the same of a prompt; found others, too");
        }
        Teacher teacher = Teacher.open(context.model(), teaching.teacher());
        try {
            return new Distillation(
                    teaching.lessons().create(context), context.model(), teacher, teaching, context.seed());
        } catch (RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    @Override
    public Outcome loss(long microBatch) {
        Lesson lesson = lessons.lesson(microBatch);
        Rng.seedGlobal(Seeds.mix(seed + 1, microBatch)); // dropout of the adapters
        model.lora().training(true); // until validation: the backward pass may run the layers again
        RandomGenerator random = Seeds.random(seed + 2, microBatch);
        return new Outcome(teaching.loss(lesson, classroom(lesson), random), lesson.task(), lesson.size());
    }

    private Classroom classroom(Lesson lesson) {
        int timesteps = model.config().scheduler().trainTimesteps();
        return new Classroom() {
            @Override
            public LessonField student() {
                return TransformerField.plain(model.transformer(), model.compute(), timesteps, lesson);
            }

            @Override
            public LessonField teacher(List<Guidance> guidance) {
                DiffusionTransformer transformer = teacher.transformer();
                return guidance.isEmpty()
                        ? TransformerField.plain(transformer, model.compute(), timesteps, lesson)
                        : TransformerField.guided(transformer, model.compute(), timesteps, lesson, guidance);
            }

            @Override
            public SchedulerConfig scheduler() {
                return model.config().scheduler();
            }

            @Override
            public long tokens(Tensor latents) {
                return model.transformer().tokens(latents);
            }
        };
    }

    @Override
    public List<String> remarks() {
        return lessons.remarks();
    }

    @Override
    public Validation validate(int step) {
        return lessons.validate(step);
    }

    @Override
    public void close() {
        try (teacher) {
            lessons.close();
        }
    }
}
