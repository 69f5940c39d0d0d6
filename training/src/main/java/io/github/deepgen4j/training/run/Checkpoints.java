// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.TrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: {@code model/}, which any command can open, and {@code optimizer.safetensors} and
 * {@code state.json}, from which training continues bit by bit. A checkpoint is written beside its place and renamed
 * into it, so a killed process or a full disk leaves the last good one; older ones are deleted only after that.
 */
public final class Checkpoints {
    private static final String PARAMETER = "parameter.";
    private static final String PARTIAL = "partial-";
    private static final Pattern NAME = Pattern.compile("step-(\\d{6,9})");

    private final Path folder;
    private final TrainConfig config;

    public Checkpoints(Path folder, TrainConfig config) {
        this.folder = folder;
        this.config = config;
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

    /** The best model of the run, beside its checkpoints. */
    BestModel best() {
        return new BestModel(folder.resolveSibling("best"), config.checkpoint().type());
    }

    /** True if the checkpoint of a step is there. */
    boolean has(int step) {
        return saved().contains(folder(step));
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
        discardOldest();
    }

    /** Folders that only look like checkpoints, such as copies, neither count nor are deleted. */
    private void discardOldest() {
        List<Path> own = saved().stream().filter(Checkpoints::isWhatItsNameSays).toList();
        own.subList(0, Math.max(0, own.size() - config.checkpoint().keep())).forEach(Checkpoints::discard);
    }

    private static boolean isWhatItsNameSays(Path checkpoint) {
        try {
            return CheckpointState.read(checkpoint).step() == step(checkpoint).orElse(-1);
        } catch (ConfigException e) {
            return false;
        }
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
        CheckpointState.of(step, config).write(partial);
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
        CheckpointState found = state(all);
        CheckpointState wanted = CheckpointState.of(found.step(), config);
        if (!found.isOfRun(wanted)) {
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
        } catch (WeightException e) {
            throw new TrainingException(e.getMessage() + remedy(all), e);
        }
        return found.step();
    }

    /** The state of the newest of some checkpoints. */
    private static CheckpointState state(List<Path> all) {
        Path latest = all.getLast();
        String remedy = remedy(all);
        try {
            CheckpointState state = CheckpointState.read(latest);
            if (state.step() != step(latest).orElseThrow()) {
                throw new TrainingException(latest.resolve("state.json")
                        + ": expected the step that the folder is named" + " after, found " + state.step() + remedy);
            }
            return state;
        } catch (ConfigException e) {
            throw new TrainingException(e.getMessage() + remedy, e);
        }
    }

    /** The end of messages about the newest of some checkpoints. */
    private static String remedy(List<Path> all) {
        return "; remove or rename the folder " + all.getLast()
                + (all.size() > 1
                        ? " to continue from " + all.get(all.size() - 2).getFileName()
                        : ", of which there is no older one, and start without --resume");
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
        folders(name -> name.startsWith(PARTIAL)
                        && NAME.matcher(name.substring(PARTIAL.length())).matches())
                .forEach(Checkpoints::discard);
    }

    /** Checkpoints by their names, oldest first; what else lies in the folder is nobody's business. */
    public List<Path> saved() {
        return folders(name -> NAME.matcher(name).matches()).stream()
                .filter(each -> each.equals(folder(step(each).orElseThrow())))
                .sorted(Comparator.comparing(each -> step(each).orElseThrow()))
                .toList();
    }

    private static Optional<Integer> step(Path checkpoint) {
        Matcher name = NAME.matcher(checkpoint.getFileName().toString());
        return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
    }

    private List<Path> folders(Predicate<String> named) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> named.test(path.getFileName().toString()) && Files.isDirectory(path))
                    .toList();
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
