// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.statistics.Comparison;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work is counted, images are compared, and lists of steps are as long as the similarity allows. */
class QualityBenchTest {
    private static final List<QualityCase> CASES = List.of(QualityCase.of(request(1)), QualityCase.of(request(2)));

    private static GenerateRequest request(long seed) {
        return GenerateRequest.of("a red circle")
                .withSize(32, 32)
                .withSteps(4)
                .withGuidance(3)
                .withSeed(seed);
    }

    @Test
    void workIsCountedInBlocksAndRows() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var bench = new QualityBench(deepgen, CASES, Optional.empty(), () -> false);
            QualityBench.Row exact = bench.measure("exact", Shortcuts.NONE);
            assertThat(exact.work()).isEqualTo(1);
            assertThat(exact.ssim()).isCloseTo(1, within(1e-9));
            Shortcuts half = Shortcuts.NONE.withGuidance(new GuidanceInterval(0, 0.5));
            assertThat(bench.measure("half", half).work()).isCloseTo(0.75, within(1e-9));
            double blocks = deepgen.config().transformer().layers();
            QualityBench.Row reused = bench.measure("one", Shortcuts.NONE.withReuse(StepReuse.parse("2/4")));
            assertThat(reused.work()).isCloseTo((3 + 1 / blocks) / 4, within(1e-9));
            assertThat(reused.ssim()).isLessThan(1).isGreaterThanOrEqualTo(reused.worst());
        }
    }

    @Test
    void theLongestListIsFound() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var bench = new QualityBench(deepgen, CASES, Optional.empty(), () -> false);
            List<QualityBench.Row> tried = new ArrayList<>();
            assertThat(bench.longestReuse(Shortcuts.NONE, -1, tried::add).reuse())
                    .hasToString("1,2,3/4");
            assertThat(bench.longestReuse(Shortcuts.NONE, 2, tried::add)).isEqualTo(Shortcuts.NONE);
            assertThat(bench.highestThreshold(Shortcuts.NONE, -1, tried::add).reuse())
                    .hasToString("0.6");
            assertThat(bench.highestThreshold(Shortcuts.NONE, 2, tried::add)).isEqualTo(Shortcuts.NONE);
            assertThat(tried).isNotEmpty();
        }
    }

    @Test
    void editsAreComparedAndTheWorkOnReferencesIsCountedInTokens() {
        Image image = Image.of(32, 32, new byte[3 * 32 * 32]);
        EditRequest edit = EditRequest.of(image, "make it blue")
                .withResize(ResizeRule.NONE, 32)
                .withSteps(4)
                .withGuidance(3);
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var bench = new QualityBench(deepgen, List.of(QualityCase.of(edit)), Optional.empty(), () -> false);
            ImagePlan plan = deepgen.plan(edit);
            double others = 4
                    + plan.promptTokens()
                    + plan.referenceTokens()
                    + deepgen.config().connector().thinkTokens();
            QualityBench.Row row = bench.measure("half", Shortcuts.NONE.withReferences(new ReferenceReuse(2)));
            assertThat(row.work()).isCloseTo((1 + others / (others + 4)) / 2, within(1e-9));
            assertThat(row.ssim()).isLessThan(1);
        }
    }

    @Test
    void aMedianTellsImagesApartOfWhichOneIsEqual() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            List<QualityCase> cases = List.of(
                    QualityCase.of(request(1)),
                    QualityCase.of(request(2)),
                    QualityCase.of(request(3).withGuidance(1)));
            var bench = new QualityBench(deepgen, cases, Optional.empty(), () -> false);
            Shortcuts unguided = Shortcuts.NONE.withGuidance(new GuidanceInterval(0, 0.5));
            assertThat(bench.measure("the third is equal", unguided).psnr())
                    .isPositive()
                    .isLessThan(100);
        }
    }

    @Test
    void distancesAreMeanOverTheImagesAndAColumnOfTheirOwn() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            var bench = new QualityBench(
                    deepgen, CASES, Optional.of((a, b) -> Arrays.equals(a.rgb(), b.rgb()) ? 0 : 0.5), () -> false);
            assertThat(bench.header()).endsWith("LPIPS");
            assertThat(bench.measure("exact", Shortcuts.NONE).distance()).hasValue(0);
            QualityBench.Row reused = bench.measure("one", Shortcuts.NONE.withReuse(StepReuse.parse("2/4")));
            assertThat(reused.distance()).hasValue(0.5);
            assertThat(reused.toString()).endsWith(" 0.5000");
        }
    }

    @Test
    void whatAProgramJudgesIsComparedInPairs() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] exact = deepgen.generate(request(1)).image().rgb();
            List<QualityCase> cases = List.of(
                    QualityCase.of(request(1)).judgedBy(image -> Arrays.equals(image.rgb(), exact)),
                    QualityCase.of(request(2)).judgedBy(_ -> true),
                    QualityCase.of(request(3)));
            var bench = new QualityBench(deepgen, cases, Optional.empty(), () -> false);
            QualityBench.Row row = bench.measure("two", Shortcuts.NONE.withReuse(StepReuse.parse("2/4")));
            Comparison passed = row.passed().orElseThrow();
            assertThat(passed.base()).isEqualTo(100);
            assertThat(passed.next()).isEqualTo(50);
            assertThat(passed.worse()).isEqualTo(1);
            assertThat(row.toString()).contains("passed 50.0 % instead of 100.0: -50.0");
            assertThat(new QualityBench(deepgen, CASES, Optional.empty(), () -> false)
                            .measure("none", Shortcuts.NONE)
                            .passed())
                    .isEmpty();
        }
    }
}
