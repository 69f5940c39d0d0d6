// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work is counted, images are compared, and lists of steps are as long as the similarity allows. */
class QualityBenchTest {
    private static final List<GenerateRequest> REQUESTS = List.of(request(1), request(2));

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
            var bench = new QualityBench(deepgen, REQUESTS, () -> false);
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
            var bench = new QualityBench(deepgen, REQUESTS, () -> false);
            List<QualityBench.Row> tried = new ArrayList<>();
            assertThat(bench.longestReuse(Shortcuts.NONE, -1, tried::add).reuse())
                    .hasToString("1,2,3/4");
            assertThat(bench.longestReuse(Shortcuts.NONE, 2, tried::add)).isEqualTo(Shortcuts.NONE);
            assertThat(tried).isNotEmpty();
        }
    }
}
