// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.weights.Component;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The frozen transformer that a student learns from: the one that the run began with, without adapters, or another
 * model's. In the type of the arithmetic, mapped where it is stored in it.
 */
final class Teacher implements AutoCloseable {
    private final Networks student;
    private final Optional<Networks> other;

    private Teacher(Networks student, Optional<Networks> other) {
        this.student = student;
        this.other = other;
    }

    /**
     * Opens a teacher.
     *
     * @param student not owned; its language model and connector read the prompts for both
     * @param folder of the teacher; null for the model that the run began with
     * @throws ConfigException if that is no model, or one whose transformer takes other inputs
     */
    static Teacher open(Networks student, Path folder) {
        if (folder == null) {
            return new Teacher(student, Optional.empty());
        }
        Path found = ModelNames.folder(folder.toString());
        requireSameInputs(found, student.config().transformer());
        NetworkOptions options = NetworkOptions.only(Component.TRANSFORMER, Compute.of(student.compute()));
        return new Teacher(student, Optional.of(Networks.open(found, options)));
    }

    /** Refuses a folder that is no model. */
    static void requireModel(Path folder) {
        if (folder != null) {
            try {
                ModelConfig.read(ModelNames.folder(folder.toString()));
            } catch (ConfigException e) {
                throw e.inside("objective.teacher");
            }
        }
    }

    private static void requireSameInputs(Path folder, DitConfig student) {
        DitConfig teacher = ModelConfig.read(folder).transformer();
        String expected = inputs(student);
        if (!inputs(teacher).equals(expected)) {
            throw new ConfigException(
                    "objective.teacher %s: transformer expected %s, as the student, found %s; name a model of the same"
                                    .formatted(folder, expected, inputs(teacher))
                            + " family");
        }
    }

    private static String inputs(DitConfig config) {
        return config.inChannels() + " latent channels, conditions of width " + config.sequenceWidth() + " and "
                + config.pooledWidth();
    }

    DiffusionTransformer transformer() {
        return other.map(Networks::transformer).orElseGet(student::referenceTransformer);
    }

    @Override
    public void close() {
        other.ifPresent(Networks::close);
    }
}
