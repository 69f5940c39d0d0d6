// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.Trainer.StepResult;
import io.github.deepgen4j.training.objective.Objective.Validation;
import io.github.deepgen4j.training.parts.ModelParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one run (architecture, "Run folders"): configuration, metrics, pictures and checkpoints. A checkpoint is
 * written beside its place and renamed into it, so that a killed run leaves the last good one.
 */
public final class RunFolder {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final TrainConfig config;
    private final Consumer<String> console;
    private long clock = System.nanoTime();
    private int clockStep = -1;

    /** @param console gets one line for each event, which {@code log.txt} also gets */
    public RunFolder(Path folder, TrainConfig config, boolean resume, Consumer<String> console) {
        this.folder = folder;
        this.config = config;
        this.console = console;
        if (!resume && Files.exists(folder.resolve("metrics.jsonl"))) {
            throw new TrainingException(
                    folder + " holds a run already: give --resume to continue it, or another --run folder");
        }
        create(folder.resolve("samples"));
        create(checkpoints());
        write(folder.resolve("config.yaml"), TrainConfigFile.write(config));
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    // ---- metrics ----

    void log(int step, int steps, StepResult result) {
        double perSecond = clockStep < 0 ? 0 : (step - clockStep) / ((System.nanoTime() - clock) / 1e9);
        clock = System.nanoTime();
        clockStep = step;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("loss", result.loss());
        line.put("grad_norm", result.gradNorm());
        line.put("learning_rate", result.learningRate());
        line.put("steps_per_second", perSecond);
        append("metrics.jsonl", JSON.writeValueAsString(line));
        String left = perSecond > 0 ? "%.0f s left".formatted((steps - step) / perSecond) : "";
        say(String.format(
                Locale.ROOT,
                "step %d/%d  loss %.5f  norm %.3f  lr %.2e  %.2f steps/s  %s",
                step,
                steps,
                result.loss(),
                result.gradNorm(),
                result.learningRate(),
                perSecond,
                left));
    }

    void validation(int step, Validation validation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("validation", validation.measures());
        append("validation.jsonl", JSON.writeValueAsString(line));
        if (validation.pictures() != null) {
            validation.pictures().writePng(folder.resolve("samples/step-%06d.png".formatted(step)));
        }
        StringBuilder text = new StringBuilder("step " + step + " validation");
        validation
                .measures()
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.3f", name, value)));
        say(text.toString());
        clockStep = -1; // validation time is not training time
    }

    private void say(String line) {
        append("log.txt", line);
        console.accept(line);
    }

    private void append(String file, String line) {
        try {
            Files.writeString(folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(file) + ": cannot be written", e);
        }
    }

    // ---- checkpoints ----

    /** Facts a resumed run needs; the rest follows from the step number. */
    record State(int step, long seed, String objective, String revision) {}

    void save(int step, AdamW optimizer, Ema ema, ModelParts model) {
        Path target = checkpoints().resolve("step-%06d".formatted(step));
        Path partial = checkpoints().resolve("partial-%06d".formatted(step));
        delete(partial);
        create(partial);
        try (var _ = Scope.open()) {
            model.save(partial.resolve("model"), ema.averages(), DType.F32);
            Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
            model.parameters(config.trainable())
                    .forEach((name, parameter) -> state.put("parameter." + name, parameter.detach()));
            SafetensorsWriter.write(partial.resolve("optimizer.safetensors"), state);
        }
        String revision = String.valueOf(RunFolder.class.getPackage().getImplementationVersion());
        write(
                partial.resolve("state.json"),
                JSON.writeValueAsString(new State(
                        step, config.seed(), config.objective().getClass().getName(), revision)));
        try {
            delete(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written", e);
        }
        List<Path> all = saved();
        all.subList(0, Math.max(0, all.size() - config.checkpoint().keep())).forEach(RunFolder::delete);
        say("step " + step + " saved " + target.getFileName());
    }

    /** Puts the newest checkpoint back and returns its step; 0 when there is none. */
    int restoreLatest(AdamW optimizer, Ema ema, ModelParts model) {
        List<Path> all = saved();
        if (all.isEmpty()) {
            return 0;
        }
        Path latest = all.getLast();
        State state = JSON.readValue(latest.resolve("state.json").toFile(), State.class);
        try (var _ = Scope.open();
                var file = Safetensors.open(latest.resolve("optimizer.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            file.names().forEach(name -> tensors.put(name, file.tensor(name)));
            optimizer.restore(tensors);
            try (var _ = io.github.deepgen4j.tensor.Autograd.disabled()) {
                model.parameters(config.trainable())
                        .forEach((name, parameter) -> parameter.copyFrom(tensors.get("parameter." + name)));
            }
            try (ModelParts averaged = ModelParts.open(latest.resolve("model"), 0, (name, shape, fanIn) -> {
                throw new TrainingException(latest + ": weights of " + name + " are missing");
            })) {
                ema.restore(averaged.parameters(config.trainable()));
            }
        }
        say("step " + state.step() + " restored " + latest.getFileName());
        return state.step();
    }

    private List<Path> saved() {
        try (Stream<Path> entries = Files.list(checkpoints())) {
            return new java.util.ArrayList<>(
                    entries.filter(p -> p.getFileName().toString().startsWith("step-"))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(checkpoints() + ": cannot be listed", e);
        }
    }

    private static void create(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be created", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be deleted", e);
        }
    }
}
