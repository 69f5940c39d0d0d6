// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.statistics.Headline.Micro;
import io.github.deepgen4j.evaluation.statistics.Headline.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Intervals and tests against a truth that is known, over 1,000 simulated runs. */
class CoverageTest {
    private static final int RUNS = 1000;

    static List<Simulated> benchmarks() {
        return List.of(Simulated.macro(4), Simulated.macro(1), Simulated.rare());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void intervalsHoldTheTruthInNinetyFiveOfAHundredRuns(Simulated benchmark) {
        long held = IntStream.range(0, RUNS)
                .filter(seed -> {
                    var random = new SplittableRandom(seed);
                    List<ItemScores> run = benchmark.run(benchmark.chances(random), 0, random);
                    return holds(new Bootstrap(400, seed).estimate(benchmark.headline(), run), benchmark.truth());
                })
                .count();
        assertThat(held).isBetween(930L, 970L);
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void runsThatDoNotDifferAreToldApartInFiveOfAHundredTries(Simulated benchmark) {
        int byTest = 0;
        int byInterval = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Comparison comparison = compared(benchmark, 0, seed);
            byTest += comparison.p() <= 0.05 ? 1 : 0;
            byInterval += holds(comparison.difference(), 0) ? 0 : 1;
        }
        assertThat(byTest).isBetween(30, 70);
        assertThat(byInterval).isBetween(30, 70);
    }

    @Test
    void theSmallestDifferenceIsFoundInAboutEightyOfAHundredTries() {
        double smallest = IntStream.range(0, 20)
                .mapToDouble(seed -> compared(Simulated.macro(4), 0, seed).smallest())
                .average()
                .orElseThrow();
        int found = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            found += compared(Simulated.macro(4), -smallest / 100, seed).p() <= 0.05 ? 1 : 0;
        }
        assertThat(found).isBetween(700, 870);
    }

    private static Comparison compared(Simulated benchmark, double shift, int seed) {
        var random = new SplittableRandom(seed);
        var chances = benchmark.chances(random);
        List<ItemScores> base = benchmark.run(chances, 0, random);
        List<ItemScores> next = benchmark.run(chances, shift, random);
        return new Bootstrap(300, seed).compare(benchmark.headline(), base, next);
    }

    @Test
    void seedsThatDifferAreALevelOfTheirOwn() {
        int held = 0;
        int apart = 0;
        int itemsAlone = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            double[] items = random.doubles(40, 0.1, 0.9).toArray();
            List<List<ItemScores>> base = seeds(items, random);
            List<List<ItemScores>> next = seeds(items, random);
            var bootstrap = new Bootstrap(100, seed);
            var headline = new Micro(Scale.SHARE);
            held += holds(new Seeds(bootstrap).estimate(headline, base), 0.5) ? 1 : 0;
            apart += new Seeds(bootstrap).compare(headline, base, next).p() <= 0.05 ? 1 : 0;
            itemsAlone += bootstrap
                                    .compare(headline, base.getFirst(), next.getFirst())
                                    .p()
                            <= 0.05
                    ? 1
                    : 0;
        }
        assertThat(held).isBetween(930, 970);
        assertThat(apart).isBetween(10, 70);
        assertThat(itemsAlone).as("one seed of each taken for the setting").isGreaterThan(200);
    }

    /** Five trainings, each better or worse by its own amount on all items. */
    private static List<List<ItemScores>> seeds(double[] items, Random random) {
        List<List<ItemScores>> runs = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
            double shift = 0.15 * random.nextGaussian();
            List<ItemScores> scores = new ArrayList<>();
            for (int i = 0; i < items.length; i++) {
                double score = items[i] + shift + 0.1 * random.nextGaussian();
                scores.add(ItemScores.of("item " + i, "", score, 1));
            }
            runs.add(scores);
        }
        return runs;
    }

    private static boolean holds(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high();
    }
}
