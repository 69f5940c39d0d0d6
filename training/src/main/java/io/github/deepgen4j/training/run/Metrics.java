// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.mlflow.MlflowRun;
import io.github.deepgen4j.training.objective.Objective.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports of a run: lines of {@code metrics.jsonl} and {@code validation.jsonl}, lines for people, TensorBoard's
 * event file, and what an MLflow server is told. Measures speed and memory itself.
 */
public final class Metrics implements Reporter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VALIDATION = "validation.jsonl";

    private final Path folder;
    private final int steps;
    private final Consumer<String> log;
    private final EventFile events;
    private final Optional<MlflowRun> mlflow;
    private long clock = System.nanoTime();
    private int clockStep;
    private long clockSamples;
    private long samples;

    /**
     * @param config says how many steps there are, and what further place hears of the run
     * @param done steps of the checkpoint that the run continues from; later ones of an earlier start are forgotten
     * @param log gets the lines for people, from any thread
     */
    public Metrics(Path folder, TrainConfig config, int done, Consumer<String> log) {
        this.folder = folder;
        this.steps = config.steps();
        this.log = log;
        this.clockStep = done;
        forget(folder.resolve("metrics.jsonl"), done);
        forget(folder.resolve(VALIDATION), done);
        try {
            this.events = EventFile.create(folder, done + 1L, now());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": no event file can be written (" + e + ")", e);
        }
        this.mlflow = Optional.ofNullable(config.mlflow())
                .map(server -> new MlflowRun(server, folder, TrainConfigFile.fields(config), this::say));
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    /** Drops lines of later steps, and what a killed process left half-written. */
    private static void forget(Path file, int done) {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = lines(file);
        List<String> kept = lines.stream().filter(line -> step(line) <= done).toList();
        if (kept.size() < lines.size()) {
            AtomicFile.write(file, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static int step(String line) {
        try {
            return JSON.readTree(line).path("step").asInt(Integer.MAX_VALUE);
        } catch (JacksonException e) {
            return Integer.MAX_VALUE;
        }
    }

    @Override
    public void count(int trained) {
        samples += trained;
    }

    @Override
    public void step(int step, Update.Result result) {
        double seconds = Math.max(1e-9, (System.nanoTime() - clock) / 1e9);
        double perSecond = (step - clockStep) / seconds;
        Map<String, Double> values = result.named();
        values.put("steps_per_second", perSecond);
        values.put("samples_per_second", (samples - clockSamples) / seconds);
        values.put("seconds_left", (steps - step) / perSecond);
        values.put("memory_mb", ProcessMemory.peakBytes() / 1e6);
        record("metrics.jsonl", step, values, values);
        Duration left = Duration.ofSeconds(Math.round(values.get("seconds_left")));
        say(String.format(
                Locale.ROOT,
                "step %d/%d  loss %.5f  norm %.3f  lr %.2e  %.2f steps/s  %.1f samples/s  %.0f MB  %d:%02d:%02d left",
                step,
                steps,
                result.loss(),
                result.gradNorm(),
                result.learningRate(),
                perSecond,
                values.get("samples_per_second"),
                values.get("memory_mb"),
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart()));
        restartClock(step);
    }

    @Override
    public boolean lacksValidation(int step) {
        Path file = folder.resolve(VALIDATION);
        return !Files.exists(file) || lines(file).stream().noneMatch(line -> step(line) == step);
    }

    @Override
    public void restartClock(int step) {
        clock = System.nanoTime();
        clockStep = step;
        clockSamples = samples;
    }

    @Override
    public void validation(int step, Validation validation) {
        Map<String, Double> tags = new LinkedHashMap<>(); // some measures have the names of a step's
        validation.measures().forEach((name, value) -> tags.put("validation/" + name, value));
        if (validation.images() != null) {
            validation.images().writePng(folder.resolve(String.format(Locale.ROOT, "samples/step-%06d.png", step)));
        }
        record(VALIDATION, step, Map.of("validation", validation.measures()), tags); // last: it is what counts as done
        StringBuilder text = new StringBuilder("step " + step + " validation");
        validation
                .measures()
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.3f", name, value)));
        say(text.toString());
    }

    private void record(String file, int step, Map<String, ?> fields, Map<String, Double> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.putAll(fields);
        append(file, JSON.writeValueAsString(line));
        try {
            events.add(now(), step, values);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the event file cannot be written (" + e + ")", e);
        }
        mlflow.ifPresent(run -> run.log(step, values));
    }

    @Override
    public void ended(boolean finished) {
        mlflow.ifPresent(run -> run.ended(finished));
    }

    @Override
    public void say(String line) {
        log.accept(line);
    }

    private void append(String file, String line) {
        try {
            Files.writeString(folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(file) + ": cannot be written (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        mlflow.ifPresent(MlflowRun::close);
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the event file cannot be closed (" + e + ")", e);
        }
    }
}
