// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.statistics.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A judge's own variance: scores of the same pictures by the same judge, asked several times. The file
 * {@code repeats.json} of a run; the replies are in {@code repeats/N.jsonl}.
 *
 * @param times that it was asked
 * @param pictures with a score each time
 * @param deviation the standard deviation of a picture's scores, on the headline's scale
 * @param same pictures that had one score each time
 * @param best the largest value of that scale
 */
public record Repeats(int times, int pictures, double deviation, int same, double best) {
    /** The pictures that are asked about. */
    public static final int PICTURES = 24;

    private static final String FILE = "repeats.json";
    /** Scores are sums in floating point. */
    private static final double EQUAL = 1e-9;

    /**
     * Opens the journal of the n-th time, from 1.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException as {@link Journal#open}
     */
    public static Journal journal(RunFolder folder, int number, String subject) {
        return Journal.open(folder.results().resolve("repeats").resolve(number + ".jsonl"), subject);
    }

    /**
     * Sums up.
     *
     * @param scores of every time, by picture
     * @param best the largest value of their scale
     */
    public static Repeats of(List<Map<String, Double>> scores, double best) {
        List<List<Double>> pictures = new ArrayList<>();
        for (String picture : scores.getFirst().keySet()) {
            if (scores.stream().allMatch(time -> time.containsKey(picture))) {
                pictures.add(scores.stream().map(time -> time.get(picture)).toList());
            }
        }
        double variance = pictures.stream()
                .mapToDouble(values -> Spread.of(values).variance())
                .average()
                .orElse(0);
        long same = pictures.stream()
                .filter(values -> values.stream().allMatch(value -> Math.abs(value - values.getFirst()) < EQUAL))
                .count();
        return new Repeats(scores.size(), pictures.size(), Math.sqrt(variance), (int) same, best);
    }

    /** Writes it into a run. */
    public void write(RunFolder folder) {
        RunFile.write(folder.results().resolve(FILE), this);
    }

    /** That of a run; empty if its judge was not asked several times. */
    public static Optional<Repeats> read(RunFolder folder) {
        Path file = folder.results().resolve(FILE);
        return Files.exists(file)
                ? Optional.of(RunFile.read(file, Repeats.class, "deepgen evaluate score --repeat"))
                : Optional.empty();
    }

    /** For reports. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the judge, asked %d times about %d pictures: standard deviation of a picture's score %.3f of %s, %d"
                        + " the same each time",
                times,
                pictures,
                deviation,
                best,
                same);
    }
}
