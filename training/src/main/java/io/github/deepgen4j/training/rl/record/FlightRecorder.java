// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.objective.HaltException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down what each update was like ({@code flight.jsonl}), rings alarms, and ends the run on those that it was
 * asked to. All processes keep the history, rank 0 writes it.
 */
public final class FlightRecorder {
    /** The measure of a validation that is ShapeWorld's held-out score. */
    public static final String HELD_OUT = "strict";
    /** Begins the measures of benchmarks, shares of the best there is. */
    public static final String BENCHMARK = "benchmark/";

    private static final String FILE = "flight.jsonl";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Path validations;
    private final boolean writes;
    private final AlarmConfig config;
    private final Alarms alarms;
    private final Consumer<String> log;
    private final List<UpdateRecord> updates = new ArrayList<>();
    private final Map<String, NavigableMap<Integer, Double>> scores = new LinkedHashMap<>();
    private final Set<Alarm> ringing = EnumSet.noneOf(Alarm.class);
    private boolean begun;

    /**
     * @param run folder of the run
     * @param writes true on rank 0
     * @param log gets a line for each alarm that begins to ring
     */
    public FlightRecorder(Path run, boolean writes, AlarmConfig config, Consumer<String> log) {
        this.file = run.resolve(FILE);
        this.validations = run.resolve("validation.jsonl");
        this.writes = writes;
        this.config = config;
        this.alarms = new Alarms(config);
        this.log = log;
    }

    /** Takes up what an earlier start of the run wrote of the steps before this one, and forgets the rest. */
    public void begin(int step) {
        if (begun) {
            return;
        }
        begun = true;
        lines(file).stream()
                .map(FlightRecorder::update)
                .filter(update -> update != null && update.step() < step)
                .forEach(updates::add);
        lines(validations).forEach(line -> read(line, step));
        if (writes && Files.exists(file)) {
            AtomicFile.write(file, updates.stream().map(FlightRecorder::line).collect(Collectors.joining()));
        }
        ringing.addAll(alarms.of(updates, scores));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** Null for what a killed process left half-written. */
    private static UpdateRecord update(String line) {
        try {
            return JSON.readValue(line, UpdateRecord.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    private void read(String line, int before) {
        try {
            var found = JSON.readTree(line);
            int step = found.path("step").asInt(Integer.MAX_VALUE);
            if (step < before) {
                found.path("validation")
                        .propertyStream()
                        .filter(measure -> measure.getValue().isNumber())
                        .forEach(measure ->
                                take(step, measure.getKey(), measure.getValue().asDouble()));
            }
        } catch (JacksonException e) {
            // half-written: the validation is repeated
        }
    }

    private void take(int step, String measure, double value) {
        if (measure.equals(HELD_OUT) || measure.startsWith(BENCHMARK)) {
            scores.computeIfAbsent(measure, _ -> new TreeMap<>()).put(step, value);
        }
    }

    private static String line(UpdateRecord update) {
        return JSON.writeValueAsString(update) + "\n";
    }

    /** Judge calls of an update, of all processes. */
    public record Calls(long asked, long failed, long cached) {
        /** The sum over all processes. */
        public Calls ofAll(ProcessGroup group) {
            List<Calls> all = group.allGather(JSON.writeValueAsString(this)).stream()
                    .map(text -> JSON.readValue(text, Calls.class))
                    .toList();
            return new Calls(
                    all.stream().mapToLong(Calls::asked).sum(),
                    all.stream().mapToLong(Calls::failed).sum(),
                    all.stream().mapToLong(Calls::cached).sum());
        }
    }

    /** Ratios of all processes, sorted. */
    public static double[] ofAll(ProcessGroup group, List<Double> own) {
        return group.allGather(JSON.writeValueAsString(own)).stream()
                .flatMapToDouble(text -> Arrays.stream(JSON.readValue(text, double[].class)))
                .sorted()
                .toArray();
    }

    /**
     * The measures of a validation after the last update, of which the held-out score and benchmarks are kept.
     */
    public void validated(Map<String, Double> measures) {
        if (!updates.isEmpty()) {
            measures.forEach((name, value) -> take(updates.getLast().step(), name, value));
        }
    }

    /**
     * Takes an update in.
     *
     * @throws HaltException if it rings an alarm that ends the run
     */
    public void end(UpdateRecord update) {
        updates.add(update);
        if (writes) {
            append(line(update));
        }
        Set<Alarm> found = alarms.of(updates, scores);
        found.stream()
                .filter(alarm -> !ringing.contains(alarm))
                .forEach(alarm -> log.accept("alarm after update " + update.step() + ": " + alarm.text()));
        ringing.clear();
        ringing.addAll(found);
        found.stream().filter(config.stopOn()::contains).findFirst().ifPresent(alarm -> {
            throw new HaltException(alarm.text()
                    + " (alarms.stop_on; to go on all the same, resume with --set objective.alarms.stop_on=[])");
        });
    }

    private void append(String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }

    /** All updates of the run, oldest first. */
    public List<UpdateRecord> updates() {
        return List.copyOf(updates);
    }

    /** Scores by measure and step; they belong to the recorder. */
    public Map<String, NavigableMap<Integer, Double>> scores() {
        return Collections.unmodifiableMap(scores);
    }

    /** Alarms that ring now. */
    public Set<Alarm> ringing() {
        return Set.copyOf(ringing);
    }
}
