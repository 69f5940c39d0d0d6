// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.ConfigTypes;
import io.github.deepgen4j.training.config.OldSpellings;
import io.github.deepgen4j.training.config.TrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The checkpoints of a run: {@code model/}, which any command can open, and {@code optimizer.safetensors} and
 * {@code state.json}, from which training continues bit by bit. A checkpoint is written beside its place and renamed
 * into it, so a killed process or a full disk leaves the last good one; older ones are deleted only after that.
 */
public final class Checkpoints {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PARAMETER = "parameter.";
    private static final String PARTIAL = "partial-";

    private final Path folder;
    private final TrainConfig config;

    public Checkpoints(Path folder, TrainConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * Facts that a resumed run must agree on; the place in the data and all random draws follow from step and seed.
     *
     * @param revision of this program
     */
    record State(int step, long seed, int accumulation, String objective, String revision) {}

    private State state(int step) {
        return new State(
                step,
                config.seed(),
                config.accumulation(),
                ConfigTypes.nameOf(config.objective()),
                String.valueOf(Checkpoints.class.getPackage().getImplementationVersion()));
    }

    /**
     * Writes the checkpoint of a step and deletes the oldest beyond the number to keep. Called by all processes; rank 0
     * writes, and what it writes does not depend on their number.
     *
     * @throws TrainingException if it cannot be written; the ones before are untouched
     */
    public void save(int step, TrainState state) {
        try (var _ = Scope.open()) {
            Map<String, Tensor> optimizer = state.optimizer().state();
            Map<String, Tensor> averages = state.averages();
            state.group().onRankZero(() -> replace(step, optimizer, averages, state));
        }
    }

    /** The folder of the checkpoint of a step. */
    public Path folder(int step) {
        return folder.resolve(String.format(Locale.ROOT, "step-%06d", step));
    }

    private void replace(int step, Map<String, Tensor> optimizer, Map<String, Tensor> averages, TrainState state) {
        Path target = folder(step);
        try (AtomicFolder partial = AtomicFolder.replacing(target, PARTIAL + target.getFileName())) {
            write(partial.path(), step, optimizer, averages, state);
            partial.commit();
        } catch (RuntimeException e) {
            throw new TrainingException(
                    "step " + step + ": checkpoint " + target + " cannot be written (" + e.getMessage()
                            + "); earlier checkpoints are intact",
                    e);
        }
        List<Path> all = saved();
        all.subList(0, Math.max(0, all.size() - config.checkpoint().keep())).forEach(Checkpoints::discard);
    }

    private void write(
            Path partial, int step, Map<String, Tensor> optimizer, Map<String, Tensor> averages, TrainState state) {
        try (var _ = Scope.open()) {
            ModelFolder.write(
                    state.model(),
                    partial.resolve("model"),
                    averages,
                    config.checkpoint().type());
            Map<String, Tensor> tensors = new TreeMap<>(optimizer);
            state.trainable().forEach((name, parameter) -> tensors.put(PARAMETER + name, parameter.detach()));
            averages.forEach((name, average) -> tensors.put("average." + name, average));
            SafetensorsWriter.write(partial.resolve("optimizer.safetensors"), tensors);
        }
        AtomicFile.write(partial.resolve("state.json"), JSON.writeValueAsString(state(step)) + "\n");
        FileTree.force(partial);
    }

    /**
     * Puts the newest checkpoint back.
     *
     * @return its step, 0 when there is none
     * @throws TrainingException naming what the checkpoint lacks or contradicts
     */
    public int restoreLatest(TrainState trained) {
        List<Path> all = saved();
        if (all.isEmpty()) {
            return 0;
        }
        Path latest = all.getLast();
        State found = JSON.readValue(latest.resolve("state.json").toFile(), State.class);
        State wanted = state(found.step());
        if (found.seed() != wanted.seed()
                || found.accumulation() != wanted.accumulation()
                || !OldSpellings.objective(found.objective()).equals(wanted.objective())) {
            throw new TrainingException(
                    latest + ": expected a checkpoint of the same run, with " + wanted + ", found " + found);
        }
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var file = Safetensors.open(latest.resolve("optimizer.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            file.names().forEach(name -> tensors.put(name, file.mapped(name)));
            requireNoMore(latest, tensors, trained.trainable());
            copy(latest, tensors, PARAMETER, trained.trainable());
            copy(latest, tensors, "average.", trained.ema().averages());
            trained.optimizer().restore(tensors);
        }
        return found.step();
    }

    /** Parameters that a run no longer trains would be lost with its old checkpoints. */
    private static void requireNoMore(Path from, Map<String, Tensor> stored, Map<String, Tensor> trained) {
        for (String name : stored.keySet()) {
            if (name.startsWith(PARAMETER) && !trained.containsKey(name.substring(PARAMETER.length()))) {
                throw new TrainingException(from + ": has " + name + ", which trainable and lora expect to be frozen;"
                        + " resume with the same, or start a new run from the model in this checkpoint");
            }
        }
    }

    private static void copy(Path from, Map<String, Tensor> stored, String prefix, Map<String, Tensor> targets) {
        targets.forEach((name, target) -> {
            Tensor source = stored.get(prefix + name);
            if (source == null || !Arrays.equals(source.shape(), target.shape())) {
                throw new TrainingException(from + ": " + prefix + name + " expected shape "
                        + Arrays.toString(target.shape()) + ", found "
                        + (source == null ? "nothing" : Arrays.toString(source.shape())));
            }
        });
        targets.forEach((name, target) -> target.copyFrom(stored.get(prefix + name)));
    }

    /** Deletes what a killed process left half-written. */
    void discardPartials() {
        list(PARTIAL).forEach(Checkpoints::discard);
    }

    /** Complete checkpoints, oldest first. */
    public List<Path> saved() {
        return list("step-");
    }

    private List<Path> list(String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(
                    entries.filter(p -> p.getFileName().toString().startsWith(prefix))
                            .sorted(Comparator.comparing((Path p) ->
                                            p.getFileName().toString().length())
                                    .thenComparing(Comparator.naturalOrder()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    /** Deletes what is no longer needed; what remains does no harm. */
    private static void discard(Path path) {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            // the next run tries again
        }
    }
}
