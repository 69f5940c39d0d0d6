// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.DrawingDefaults;
import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;

/** The folder of one run (docs/training.md, "Runs"). */
public final class RunFolder implements AutoCloseable {
    private static final String CONFIG = "config.yaml";
    private static final String MODEL = "model";

    private final Path folder;
    private final Checkpoints checkpoints;
    private FileChannel lock; // held by rank 0

    public RunFolder(Path folder, TrainConfig config) {
        this.folder = folder;
        this.checkpoints = new Checkpoints(folder.resolve("checkpoints"), config);
    }

    /**
     * Makes the folder ready for a run and keeps it for this process until it is closed.
     *
     * @param resume it must hold a run, and must not otherwise
     * @throws TrainingException if it is not so, or while another process trains in it
     */
    public void prepare(boolean resume) {
        if (resume) {
            requireRun();
        } else {
            requireNone();
        }
        try {
            Files.createDirectories(folder.resolve("samples"));
            Files.createDirectories(folder.resolve("checkpoints"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created (" + e + ")", e);
        }
        lock();
        checkpoints.discardPartials();
    }

    private void requireRun() {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException(folder + ": there is no such folder, so no run to resume; check --run, or begin"
                    + " a run there without --resume");
        }
        if (checkpoints.saved().isEmpty() && !holds(CONFIG)) {
            throw new TrainingException(folder
                    + ": holds no checkpoint to resume from; check --run, or begin a run there" + " without --resume");
        }
    }

    private void requireNone() {
        if (holds("metrics.jsonl") || !checkpoints.saved().isEmpty()) {
            throw new TrainingException(
                    folder + " holds a run already: give --resume to continue it, or another --run folder");
        }
        if (holds(MODEL)) {
            throw new TrainingException(folder.resolve(MODEL)
                    + ": exists already, and the finished model would take its place; give another --run folder");
        }
    }

    private boolean holds(String name) {
        return Files.exists(folder.resolve(name));
    }

    private void lock() {
        Path file = folder.resolve(".lock");
        try {
            lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new TrainingException(folder + ": another process trains in it");
            }
        } catch (OverlappingFileLockException e) {
            throw new TrainingException(folder + ": this process trains in it already", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be locked (" + e + ")", e);
        }
    }

    /** Writes down what is run, once it is certain that it may. */
    public void begin(TrainConfig config) {
        AtomicFile.write(folder.resolve(CONFIG), TrainConfigFile.write(config));
    }

    /** Adds a line to {@code log.txt} and tells it the console. For any thread. */
    public synchronized void say(String line, Consumer<String> console) {
        Path file = folder.resolve("log.txt");
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
        console.accept(line);
    }

    /** Lets other processes train in the folder. */
    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": the lock cannot be given back", e);
            }
        }
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /**
     * Leaves the finished model in {@code model/}, adapters merged, and the adapters alone in {@code lora/}.
     *
     * @param drawing what the model's {@code model_index.json} then says
     */
    public void finish(Networks model, DType type, DrawingDefaults drawing) {
        try (AtomicFolder partial = AtomicFolder.replacing(folder.resolve(MODEL), "partial-" + MODEL)) {
            ModelFolder.writeMerged(model, partial.path(), type);
            drawing.write(partial.path());
            partial.commit();
        }
        if (!model.lora().components().isEmpty()) {
            try (AtomicFolder partial = AtomicFolder.replacing(folder.resolve("lora"), "partial-lora")) {
                LoraFolder.write(partial.path(), model.lora(), Map.of(), type);
                partial.commit();
            }
        }
    }
}
