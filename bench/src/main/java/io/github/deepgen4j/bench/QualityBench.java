// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Draws the same requests with and without shortcuts, and compares time and images. */
public final class QualityBench {
    /** Thresholds whose reuse ranks the steps: steps that change least are reused under all of them. */
    private static final List<Double> RANKING = List.of(0.02, 0.04, 0.08, 0.16, 0.32);

    private final DeepGen deepgen;
    private final List<GenerateRequest> requests;
    private final BooleanSupplier cancelled;
    private final List<Image> exact = new ArrayList<>();
    private double exactSeconds;

    /**
     * Savings and costs of a way of drawing, means over the images.
     *
     * @param work share of the exact drawing's transformer work, by counted blocks and rows
     * @param seconds of an image, from its noise to its pixels
     * @param faster times than the exact drawing, in this run
     * @param worst the smallest structural similarity
     */
    public record Row(String name, double work, double seconds, double faster, double psnr, double ssim, double worst) {
        /** The columns of {@link #toString}. */
        public static final String HEADER = String.format(
                Locale.ROOT, "%-28s %6s %9s %7s %7s %7s %7s", "", "work", "seconds", "faster", "PSNR", "SSIM", "worst");

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-28s %5.0f%% %9.3f %6.2fx %7.2f %7.4f %7.4f",
                    name,
                    100 * work,
                    seconds,
                    faster,
                    psnr,
                    ssim,
                    worst);
        }
    }

    /**
     * Draws the exact images; the first is drawn twice, since the first of a process is slower than others.
     *
     * @param requests without shortcuts, all of one number of steps
     * @param cancelled asked before each pass
     */
    public QualityBench(DeepGen deepgen, List<GenerateRequest> requests, BooleanSupplier cancelled) {
        this.deepgen = deepgen;
        this.requests = List.copyOf(requests);
        this.cancelled = cancelled;
        draw(requests.getFirst(), Shortcuts.NONE, new ArrayList<>());
        for (GenerateRequest request : requests) {
            Generated drawn = draw(request, Shortcuts.NONE, new ArrayList<>());
            exact.add(drawn.image());
            exactSeconds += drawn.seconds() / requests.size();
        }
    }

    /** Seconds of an exact image. */
    public double exactSeconds() {
        return exactSeconds;
    }

    private Generated draw(GenerateRequest request, Shortcuts shortcuts, List<Integer> reused) {
        var observer = new Observer() {
            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }

            @Override
            public void reused(int step) {
                reused.add(step);
            }
        };
        return deepgen.generate(request.withSampling(request.sampling().withShortcuts(shortcuts)), 1, observer)
                .getFirst();
    }

    /** Draws all requests with shortcuts. */
    public Row measure(String name, Shortcuts shortcuts) {
        double work = 0;
        double seconds = 0;
        double psnr = 0;
        double ssim = 0;
        double worst = 1;
        int n = requests.size();
        for (int i = 0; i < n; i++) {
            List<Integer> reused = new ArrayList<>();
            Generated drawn = draw(requests.get(i), shortcuts, reused);
            Similarity similarity = Similarity.of(exact.get(i), drawn.image());
            work += work(requests.get(i), shortcuts, reused) / n;
            seconds += drawn.seconds() / n;
            psnr += similarity.psnr() / n;
            ssim += similarity.ssim() / n;
            worst = Math.min(worst, similarity.ssim());
        }
        return new Row(name, work, seconds, exactSeconds / seconds, psnr, ssim, worst);
    }

    /** Blocks times rows, as a share of the exact drawing's. */
    private double work(GenerateRequest request, Shortcuts shortcuts, List<Integer> reused) {
        Guidance guidance =
                request.sampling().guidance().orElse(deepgen.config().guidance());
        int steps = request.sampling().steps();
        double blocks = deepgen.config().transformer().layers();
        double done = 0;
        for (int step = 0; step < steps; step++) {
            boolean guided = guidance.active() && shortcuts.guidance().contains(step, steps);
            done += (guided ? 2 : 1) * (reused.contains(step) ? 1 / blocks : 1);
        }
        return done / steps / (guidance.active() ? 2 : 1);
    }

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
        int fits = 0;
        int tooMany = ranked.size() + 1;
        while (tooMany - fits > 1) {
            int count = (fits + tooMany) / 2;
            Row row = measure(count + " steps reused", base.withReuse(list(ranked, count)));
            tried.accept(row);
            if (row.ssim() >= least) {
                fits = count;
            } else {
                tooMany = count;
            }
        }
        return fits == 0 ? base : base.withReuse(list(ranked, fits));
    }

    private StepReuse list(List<Integer> ranked, int count) {
        return new StepReuse.Steps(steps(), new TreeSet<>(ranked.subList(0, count)));
    }

    private int steps() {
        return requests.getFirst().sampling().steps();
    }

    /** Steps but the first, those first that change least. */
    private List<Integer> ranked(Shortcuts base) {
        int[] times = new int[steps()];
        for (double threshold : RANKING) {
            for (GenerateRequest request : requests) {
                List<Integer> reused = new ArrayList<>();
                draw(request, base.withReuse(new StepReuse.Below(threshold)), reused);
                reused.forEach(step -> times[step]++);
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
