// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.weights.AtomicFile;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.training.parts.ModelParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder of one run (architecture, "Run folders"). */
final class RunFolder {
    private final Path folder;
    private final Checkpoints checkpoints;

    RunFolder(Path folder, TrainConfig config) {
        this.folder = folder;
        this.checkpoints = new Checkpoints(folder.resolve("checkpoints"), config);
    }

    /**
     * Makes the folder ready for a run.
     *
     * @param resume it may hold a run already
     * @throws TrainingException if it does and may not
     */
    void prepare(TrainConfig config, boolean resume) {
        if (!resume
                && (Files.exists(folder.resolve("metrics.jsonl"))
                        || !checkpoints.saved().isEmpty())) {
            throw new TrainingException(
                    folder + " holds a run already: give --resume to continue it, or another --run folder");
        }
        try {
            Files.createDirectories(folder.resolve("samples"));
            Files.createDirectories(folder.resolve("checkpoints"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created (" + e + ")", e);
        }
        checkpoints.discardPartials();
        AtomicFile.write(folder.resolve("config.yaml"), TrainConfigFile.write(config));
    }

    Path path() {
        return folder;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Leaves the finished model in {@code model/}, adapters merged. */
    void finish(ModelParts model, DType type) {
        Path partial = folder.resolve("partial-model");
        Path target = folder.resolve("model");
        try {
            Checkpoints.delete(partial);
            model.saveMerged(partial, type);
            Checkpoints.delete(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written (" + e + ")", e);
        }
    }
}
