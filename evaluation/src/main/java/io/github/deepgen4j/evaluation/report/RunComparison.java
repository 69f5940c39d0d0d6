// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.statistics.Bootstrap;
import io.github.deepgen4j.evaluation.statistics.Comparison;
import io.github.deepgen4j.evaluation.statistics.Holm;
import io.github.deepgen4j.evaluation.statistics.ItemScores;
import io.github.deepgen4j.evaluation.statistics.Seeds;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Two settings on one benchmark.
 *
 * @param subject benchmark, version, language and mode
 * @param adjusted the p value, adjusted for how many benchmarks were compared at once
 * @param seeds runs of each setting
 */
public record RunComparison(String subject, Comparison comparison, double adjusted, int seeds) {
    private static final double LEVEL = 0.05;

    /**
     * Compares over the items that all runs have.
     *
     * @param base runs of the one setting, one a seed
     * @param next runs of the other
     * @throws ConfigException if the runs are of different benchmarks or judges, one has no headline, or a setting has
     *     one run and the other several
     */
    public static RunComparison of(List<RunScores> base, List<RunScores> next) {
        RunScores first = base.getFirst();
        Stream.concat(base.stream(), next.stream()).forEach(run -> {
            RunScores.requireSame(first, run);
            if (run.scores().headline().isEmpty()) {
                throw new ConfigException(run.name() + ": expected a headline, found none, because only "
                        + run.scores().counts().covered() + " images are scored; run deepgen evaluate score again, with"
                        + " --allow-partial to compare what there is");
            }
        });
        List<List<ItemScores>> from = base.stream().map(RunScores::items).toList();
        List<List<ItemScores>> to = next.stream().map(RunScores::items).toList();
        if (from.size() == 1 != (to.size() == 1)) {
            throw new ConfigException("expected one run of each setting, or several seeds of both, found %d and %d"
                    .formatted(from.size(), to.size()));
        }
        Comparison comparison = from.size() == 1
                ? Bootstrap.USUAL.compare(first.headline(), from.getFirst(), to.getFirst())
                : new Seeds(Bootstrap.USUAL).compare(first.headline(), from, to);
        return new RunComparison(first.subject(), comparison, comparison.p(), from.size());
    }

    /** This comparison with p values adjusted for their number (Holm). */
    public static List<RunComparison> adjusted(List<RunComparison> all) {
        List<Double> p = Holm.adjust(all.stream().map(RunComparison::adjusted).toList());
        List<RunComparison> adjusted = new ArrayList<>();
        for (int i = 0; i < p.size(); i++) {
            RunComparison one = all.get(i);
            adjusted.add(new RunComparison(one.subject, one.comparison, p.get(i), one.seeds));
        }
        return adjusted;
    }

    /** True if the whole interval of the difference lies below a bound. */
    public boolean isBelow(double bound) {
        return comparison.difference().high() < bound;
    }

    /** True if a difference as large would come about by chance in less than 5 of 100 such comparisons. */
    public boolean differs() {
        return adjusted < LEVEL;
    }

    /** For people, over several lines. */
    public List<String> lines() {
        Comparison c = comparison;
        return List.of(
                format(
                        "%s: %.4f -> %.4f, %+.4f (95 %% %+.4f to %+.4f), p %.4f",
                        subject,
                        c.base(),
                        c.next(),
                        c.difference().value(),
                        c.difference().low(),
                        c.difference().high(),
                        adjusted),
                format(
                        "  %s; %d items%s, %d better, %d worse (exact test p %.4f); such runs show a difference of %.4f"
                                + " in 80 of 100 tries",
                        differs() ? "differ" : "no difference found",
                        c.difference().items(),
                        seeds == 1 ? "" : " with " + seeds + " seeds",
                        c.better(),
                        c.worse(),
                        c.signs().exact(),
                        c.smallest()));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
