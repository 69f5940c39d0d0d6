// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.evaluation.statistics.Bootstrap;
import io.github.deepgen4j.evaluation.statistics.Comparison;
import io.github.deepgen4j.evaluation.statistics.Headline;
import io.github.deepgen4j.evaluation.statistics.ItemScores;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** Draws the same requests with and without shortcuts, and compares time and images. */
public final class QualityBench {
    /** Thresholds whose reuse ranks the steps: steps that change least are reused under all of them. */
    private static final List<Double> RANKING = List.of(0.02, 0.04, 0.08, 0.16, 0.32);

    /** Thresholds that are searched, each about a fifth above the one before. */
    private static final List<Double> THRESHOLDS = List.of(
            0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.14, 0.17, 0.2, 0.24, 0.28, 0.34, 0.4,
            0.5, 0.6);

    private final DeepGen deepgen;
    private final List<QualityCase> cases;
    private final BooleanSupplier cancelled;
    private final Optional<ToDoubleBiFunction<Image, Image>> distance;
    private final List<Image> exact = new ArrayList<>();
    private final double exactSeconds;

    /**
     * Savings and costs of a way of drawing over some images.
     *
     * @param work share of the exact drawing's transformer work, by counted blocks, rows and tokens
     * @param seconds of an image, from its noise to its pixels, on average
     * @param faster times than the exact drawing, in this run
     * @param psnr the median, since a single equal image would make a mean infinite
     * @param ssim the mean structural similarity
     * @param worst the smallest structural similarity
     * @param distance the mean perceptual distance; empty where none is measured
     * @param passed percent of images that pass, beside the exact ones; empty where no program judges
     */
    public record Row(
            String name,
            double work,
            double seconds,
            double faster,
            double psnr,
            double ssim,
            double worst,
            OptionalDouble distance,
            Optional<Comparison> passed) {
        @Override
        public String toString() {
            return String.format(
                            Locale.ROOT,
                            "%-24s %4.0f%% %8.3f %6.2fx %6.2f %7.4f %7.4f",
                            name,
                            100 * work,
                            seconds,
                            faster,
                            psnr,
                            ssim,
                            worst)
                    + (distance.isPresent() ? String.format(Locale.ROOT, " %7.4f", distance.getAsDouble()) : "")
                    + passed.map(Row::text).orElse("");
        }

        private static String text(Comparison passed) {
            return String.format(
                    Locale.ROOT,
                    "%n    passed %.1f %% instead of %.1f: %+.1f (95 %%: %+.1f to %+.1f), %d better, %d worse",
                    passed.next(),
                    passed.base(),
                    passed.difference().value(),
                    passed.difference().low(),
                    passed.difference().high(),
                    passed.better(),
                    passed.worse());
        }
    }

    /**
     * Draws the exact images; the first is drawn twice, since the first of a process is slower than others.
     *
     * @param cases without shortcuts, all of one number of steps
     * @param distance the perceptual distance of two images (LPIPS), 0 for equal ones; empty to measure none
     * @param cancelled asked before each pass
     */
    public QualityBench(
            DeepGen deepgen,
            List<QualityCase> cases,
            Optional<ToDoubleBiFunction<Image, Image>> distance,
            BooleanSupplier cancelled) {
        this.deepgen = deepgen;
        this.cases = List.copyOf(cases);
        this.distance = distance;
        this.cancelled = cancelled;
        draw(cases.getFirst(), Shortcuts.NONE);
        double seconds = 0;
        for (QualityCase each : cases) {
            Generated drawn = draw(each, Shortcuts.NONE).image();
            exact.add(drawn.image());
            seconds += drawn.seconds() / cases.size();
        }
        this.exactSeconds = seconds;
    }

    /** The columns of a {@link Row} as text. */
    public String header() {
        return String.format(
                        Locale.ROOT,
                        "%-24s %5s %8s %7s %6s %7s %7s",
                        "",
                        "work",
                        "seconds",
                        "faster",
                        "PSNR",
                        "SSIM",
                        "worst")
                + (distance.isPresent() ? String.format(Locale.ROOT, " %7s", "LPIPS") : "");
    }

    /** Seconds of an exact image. */
    public double exactSeconds() {
        return exactSeconds;
    }

    /**
     * An image and what was left out of it.
     *
     * @param reused steps of whose blocks only the first was computed
     * @param recalled steps that did not compute the references
     */
    private record Drawn(Generated image, Set<Integer> reused, Set<Integer> recalled) {}

    private Drawn draw(QualityCase each, Shortcuts shortcuts) {
        Set<Integer> reused = new HashSet<>();
        Set<Integer> recalled = new HashSet<>();
        var observer = new Observer() {
            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }

            @Override
            public void reused(int step) {
                reused.add(step);
            }

            @Override
            public void recalled(int step) {
                recalled.add(step);
            }
        };
        return new Drawn(each.request().draw(deepgen, shortcuts, observer), reused, recalled);
    }

    /** Draws all cases with shortcuts. */
    public Row measure(String name, Shortcuts shortcuts) {
        double work = 0;
        double seconds = 0;
        double ssim = 0;
        double worst = 1;
        List<Double> ratios = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        int n = cases.size();
        for (int i = 0; i < n; i++) {
            Drawn drawn = draw(cases.get(i), shortcuts);
            images.add(drawn.image().image());
            Similarity similarity = Similarity.of(exact.get(i), images.getLast());
            work += work(cases.get(i), shortcuts, drawn) / n;
            seconds += drawn.image().seconds() / n;
            ratios.add(similarity.psnr());
            ssim += similarity.ssim() / n;
            worst = Math.min(worst, similarity.ssim());
        }
        return new Row(
                name,
                work,
                seconds,
                exactSeconds / seconds,
                median(ratios),
                ssim,
                worst,
                distance.map(metric -> mean(metric, images)).orElse(OptionalDouble.empty()),
                passed(images));
    }

    private OptionalDouble mean(ToDoubleBiFunction<Image, Image> metric, List<Image> images) {
        return IntStream.range(0, images.size())
                .mapToDouble(i -> metric.applyAsDouble(exact.get(i), images.get(i)))
                .average();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The cases that a program judges, image by image beside the exact ones. */
    private Optional<Comparison> passed(List<Image> images) {
        List<ItemScores> before = scores(exact);
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Bootstrap.USUAL.compare(new Headline.Micro(Headline.Scale.PERCENT), before, scores(images)));
    }

    private List<ItemScores> scores(List<Image> images) {
        List<ItemScores> scores = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            String item = String.valueOf(i);
            Image image = images.get(i);
            cases.get(i)
                    .passes()
                    .ifPresent(program -> scores.add(ItemScores.of(item, "", program.test(image) ? 1 : 0, 1)));
        }
        return scores;
    }

    /** Blocks times rows times tokens, as a share of the exact drawing's. */
    private double work(QualityCase each, Shortcuts shortcuts, Drawn drawn) {
        ImagePlan plan = each.request().plan(deepgen);
        boolean guidance = plan.guidance() > 1;
        double without = share(plan);
        int steps = steps(each);
        double blocks = deepgen.config().transformer().layers();
        double done = 0;
        for (int step = 0; step < steps; step++) {
            boolean guided = guidance && shortcuts.guidance().contains(step, steps);
            done += (guided ? 2 : 1)
                    * (drawn.reused().contains(step) ? 1 / blocks : 1)
                    * (drawn.recalled().contains(step) ? without : 1);
        }
        return done / steps / (guidance ? 2 : 1);
    }

    /** The share of a pass's tokens that are not of references. */
    private double share(ImagePlan plan) {
        long side = deepgen.config().sideMultiple();
        long references = plan.references().stream()
                .mapToLong(size -> size.pixels() / (side * side))
                .sum();
        long others = plan.imageTokens()
                + plan.promptTokens()
                + plan.referenceTokens()
                + deepgen.config().connector().thinkTokens();
        return (double) others / (others + references);
    }

    // ---- searches ----

    /**
     * Finds the longest list of steps to reuse that keeps the mean structural similarity: steps that the first block's
     * change calls alike under the most thresholds come first, and their number is halved in on.
     *
     * @param base other shortcuts, which stay
     * @param least mean structural similarity, 0..1
     * @param tried is told of every list that was drawn
     * @return {@code base} alone if no step can be reused
     */
    public Shortcuts longestReuse(Shortcuts base, double least, Consumer<Row> tried) {
        List<Integer> ranked = ranked(base);
        int fits = most(
                ranked.size(),
                count -> measure(count + " steps reused", base.withReuse(list(ranked, count))),
                least,
                tried);
        return fits == 0 ? base : base.withReuse(list(ranked, fits));
    }

    /**
     * Finds the highest threshold that keeps the mean structural similarity, for drawings of any number of steps.
     *
     * @param base other shortcuts, which stay
     * @param least mean structural similarity, 0..1
     * @param tried is told of every threshold that was drawn
     * @return {@code base} alone if none does
     */
    public Shortcuts highestThreshold(Shortcuts base, double least, Consumer<Row> tried) {
        int fits = most(
                THRESHOLDS.size(),
                count -> measure("below " + THRESHOLDS.get(count - 1), below(base, count)),
                least,
                tried);
        return fits == 0 ? base : below(base, fits);
    }

    private static Shortcuts below(Shortcuts base, int count) {
        return base.withReuse(new StepReuse.Below(THRESHOLDS.get(count - 1)));
    }

    /** A way of drawing by a number from 1 on that saves the more, the larger it is. */
    private interface Ways {
        Row measure(int count);
    }

    /** The largest number up to a bound that keeps the similarity, 0 if none does. */
    private static int most(int bound, Ways ways, double least, Consumer<Row> tried) {
        int fits = 0;
        int tooMany = bound + 1;
        while (tooMany - fits > 1) {
            int count = (fits + tooMany) / 2;
            Row row = ways.measure(count);
            tried.accept(row);
            if (row.ssim() >= least) {
                fits = count;
            } else {
                tooMany = count;
            }
        }
        return fits;
    }

    private StepReuse list(List<Integer> ranked, int count) {
        return new StepReuse.Steps(steps(), new TreeSet<>(ranked.subList(0, count)));
    }

    private int steps(QualityCase each) {
        return each.request().sampling().steps().orElse(deepgen.config().steps());
    }

    private int steps() {
        return steps(cases.getFirst());
    }

    /** Steps but the first, those first that change least. */
    private List<Integer> ranked(Shortcuts base) {
        int[] times = new int[steps()];
        for (double threshold : RANKING) {
            for (QualityCase each : cases) {
                draw(each, base.withReuse(new StepReuse.Below(threshold)))
                        .reused()
                        .forEach(step -> times[step]++);
            }
        }
        return IntStream.range(1, times.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(step -> -times[step]).thenComparing(spread()))
                .toList();
    }

    /** Among equals, steps far apart come before their neighbours: odd ones, then every fourth, and so on. */
    private static Comparator<Integer> spread() {
        return Comparator.<Integer>comparingInt(Integer::numberOfTrailingZeros)
                .thenComparing(Comparator.naturalOrder());
    }
}
