// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.run.Anchors;
import io.github.deepgen4j.evaluation.run.Repeats;
import io.github.deepgen4j.evaluation.run.ResultKey;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Spending;
import io.github.deepgen4j.evaluation.statistics.Bootstrap;
import io.github.deepgen4j.evaluation.statistics.Estimate;
import io.github.deepgen4j.evaluation.statistics.Headline;
import io.github.deepgen4j.evaluation.statistics.ItemScores;
import io.github.deepgen4j.evaluation.statistics.Term;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that was scored, as statistics see it.
 *
 * @param name what reports call it
 */
public record RunScores(String name, RunFolder folder, Scores scores) {
    /** The draws for groups, of which there are many. */
    private static final Bootstrap GROUPS = new Bootstrap(2000, Bootstrap.USUAL.seed());

    /** A headline that is another function of items than its contributions say is not given an interval. */
    private static final double SAME = 1e-6;

    /**
     * Opens the folder of a run, or that of the results of foreign pictures, which are then not shown.
     *
     * @throws ConfigException if it has no scores
     */
    public static RunScores open(Path root) {
        boolean results = Files.exists(root.resolve("scores.json")) && !Files.exists(root.resolve("manifest.json"));
        return of(root.toString(), results ? new RunFolder(root, root) : RunFolder.scored(root, Optional.empty()));
    }

    /** Reads the scores of a folder. */
    public static RunScores of(String name, RunFolder folder) {
        return new RunScores(name, folder, Scores.read(folder));
    }

    /** Lines about the judge: its cost and its own variance. */
    List<String> judging() {
        return Stream.of(
                        Spending.read(folder).map(Spending::toString),
                        Repeats.read(folder).map(Repeats::toString))
                .flatMap(Optional::stream)
                .toList();
    }

    public ResultKey key() {
        return scores.key();
    }

    /** The part of the key that must agree for figures to be of the same thing, in words. */
    String subject() {
        ResultKey key = key();
        return "%s%s %s, %s mode"
                .formatted(
                        key.benchmark(),
                        key.version().isEmpty() ? "" : ":" + key.version(),
                        key.language(),
                        key.mode());
    }

    /** The contributions item by item. */
    public List<ItemScores> items() {
        Map<String, List<Term>> terms = new LinkedHashMap<>();
        for (Contribution part : scores.contributions()) {
            terms.computeIfAbsent(part.item(), _ -> new ArrayList<>())
                    .add(new Term(part.stratum(), part.sum(), part.count()));
        }
        List<ItemScores> items = new ArrayList<>();
        terms.forEach((item, parts) -> {
            boolean one = parts.stream().map(Term::group).distinct().count() == 1;
            items.add(new ItemScores(item, one ? parts.getFirst().group() : "", parts));
        });
        return items;
    }

    /** The headline as a function of items. */
    public Headline headline() {
        Map<String, Double> weights = new LinkedHashMap<>();
        scores.contributions().forEach(part -> weights.put(part.stratum(), 1.0));
        weights.replaceAll((stratum, _) -> scores.weights().getOrDefault(stratum, 1.0));
        if (weights.isEmpty()) {
            weights.put("all", 1.0);
        }
        return new Headline.Weighted(weights, scale());
    }

    /** Contributions are on the printed scale. */
    private Headline.Scale scale() {
        double best = scores.headline().map(Scores.Headline::best).orElse(1.0);
        return new Headline.Scale(1, 0, 0, Math.max(best, largest()));
    }

    private double largest() {
        return scores.contributions().stream()
                .filter(part -> part.count() > 0)
                .mapToDouble(part -> part.sum() / part.count())
                .max()
                .orElse(1);
    }

    /** The headline with its interval; empty without a headline, or if it is no mean over items. */
    public Optional<Estimate> estimate() {
        if (scores.headline().isEmpty() || scores.contributions().isEmpty()) {
            return Optional.empty();
        }
        double value = scores.headline().get().value();
        List<ItemScores> items = items();
        return Math.abs(headline().of(items) - value) > SAME * Math.max(1, Math.abs(value))
                ? Optional.empty()
                : Optional.of(Bootstrap.USUAL.estimate(headline(), items));
    }

    /** The mean of each stratum with its interval, on the headline's scale, by name. */
    public Map<String, Estimate> strata() {
        Map<String, List<ItemScores>> strata = new LinkedHashMap<>();
        for (Contribution part : scores.contributions()) {
            strata.computeIfAbsent(part.stratum(), _ -> new ArrayList<>())
                    .add(ItemScores.of(part.item(), part.stratum(), part.sum(), part.count()));
        }
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        strata.forEach((name, items) -> estimates.put(name, GROUPS.estimate(new Headline.Micro(scale()), items)));
        return estimates;
    }

    /** @throws ConfigException if the two are not results of the same benchmark, version, language, mode and judge */
    static void requireSame(RunScores base, RunScores next) {
        ResultKey a = base.key();
        ResultKey b = next.key();
        if (!base.subject().equals(next.subject())) {
            throw new ConfigException("%s and %s: expected results of the same benchmark, found %s and %s"
                    .formatted(base.name, next.name, base.subject(), next.subject()));
        }
        if (!a.by().equals(b.by())) {
            throw new ConfigException(
                    "%s and %s: expected answers of the same judge and engines, found %s and %s; score one again"
                            .formatted(base.name, next.name, String.join(", ", a.by()), String.join(", ", b.by())));
        }
        requireSameJudge(base, next);
    }

    /** By the anchors: a model may have been exchanged behind its name. */
    private static void requireSameJudge(RunScores base, RunScores next) {
        Anchors anchors = Anchors.read(next.folder);
        anchors.changed().ifPresent(change -> {
            throw new ConfigException(next.name + ": " + change + "; score it again in another folder");
        });
        Anchors.read(base.folder).shift(anchors).ifPresent(shift -> {
            throw new ConfigException(
                    "%s: this judge is not the one of run %s: its scores differ by %s; score one again"
                            .formatted(next.name, base.name, shift));
        });
    }
}
