// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.statistics.Spread;
import io.github.deepgen4j.evaluation.task.Answerer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A judge's scores of the same 24 pictures, at the start and the end of every time that it was asked: a model behind a
 * name may be exchanged, and then figures before and after are not those of one judge. The file {@code anchors.json} of
 * a run.
 *
 * @param rounds the oldest first
 */
public record Anchors(List<Round> rounds) {
    private static final String FILE = "anchors.json";
    /** A smaller mean difference, of 100, does not matter. */
    private static final double LEAST = 2;
    /** Fewer pictures with scores in both rounds say nothing. */
    private static final int ENOUGH = 12;

    private static final double LEVEL = 0.001;

    /**
     * The pictures judged once.
     *
     * @param by the judge's fingerprint
     * @param scores 0..100, in the order of the pictures; empty where it gave none
     */
    public record Round(String by, List<OptionalDouble> scores) {
        public Round {
            scores = List.copyOf(scores);
        }

        /** The mean difference of another round of the same judge from this one, if it is beyond both rounds' noise. */
        private Optional<Shift> to(Round later) {
            List<Double> differences = new ArrayList<>();
            for (int i = 0; i < Math.min(scores.size(), later.scores.size()); i++) {
                if (scores.get(i).isPresent() && later.scores.get(i).isPresent()) {
                    differences.add(
                            later.scores.get(i).getAsDouble() - scores.get(i).getAsDouble());
                }
            }
            if (!by.equals(later.by) || differences.size() < ENOUGH) {
                return Optional.empty();
            }
            Spread spread = Spread.of(differences);
            double mean = spread.mean();
            double half = spread.halfWidth(LEVEL);
            return Math.abs(mean) >= LEAST && Math.abs(mean) > half
                    ? Optional.of(new Shift(mean, mean - half, mean + half))
                    : Optional.empty();
        }
    }

    /**
     * A difference beyond noise: mean over the pictures with its interval of 99.9 %, of 100.
     */
    public record Shift(double mean, double low, double high) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%+.1f of 100 over %d fixed pictures (99.9 %% %+.1f to %+.1f)",
                    mean,
                    AnchorQuestions.ALL.size(),
                    low,
                    high);
        }
    }

    public Anchors {
        rounds = List.copyOf(rounds);
    }

    private static Path file(RunFolder folder) {
        return folder.results().resolve(FILE);
    }

    /** The number of questions of a round. */
    public static int questions() {
        return AnchorQuestions.ALL.size();
    }

    /**
     * Those of a run; no rounds if it has none.
     *
     * @throws io.github.deepgen4j.model.files.ConfigException if the file is damaged
     */
    public static Anchors read(RunFolder folder) {
        return Files.exists(file(folder))
                ? RunFile.read(file(folder), Anchors.class, "deepgen evaluate score")
                : new Anchors(List.of());
    }

    /** Asks a judge, and adds the round to those of a run. */
    public static Anchors ask(RunFolder folder, Answerer judge) {
        List<Round> rounds = new ArrayList<>(read(folder).rounds);
        rounds.add(new Round(judge.fingerprint(AnchorQuestions.ALL.getFirst()), AnchorQuestions.ask(judge)));
        var more = new Anchors(rounds);
        RunFile.write(file(folder), more);
        return more;
    }

    /** The first round of this run from which a later one of its own differs, in words; empty if none does. */
    public Optional<String> changed() {
        for (int i = 0; i < rounds.size(); i++) {
            for (Round later : rounds.subList(i + 1, rounds.size())) {
                Optional<Shift> shift = rounds.get(i).to(later);
                if (shift.isPresent()) {
                    return shift.map(found ->
                            "the judge is not the one that it was when this run began: it changed by " + found);
                }
            }
        }
        return Optional.empty();
    }

    /** The difference of the judge of another run from this one's, if it is beyond noise. */
    public Optional<Shift> shift(Anchors other) {
        return rounds.stream()
                .flatMap(round -> other.rounds.stream().flatMap(later -> round.to(later).stream()))
                .findFirst();
    }
}
