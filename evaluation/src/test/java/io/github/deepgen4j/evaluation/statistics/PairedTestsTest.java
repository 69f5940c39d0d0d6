// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.statistics.Headline.Micro;
import io.github.deepgen4j.evaluation.statistics.Headline.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTestsTest {
    @Test
    void mcNemarIsTheBinomialOfTheUnequalPairs() {
        // 2 * (1 + 10 + 45) / 2^10, and without half of the last: by hand
        assertThat(McNemar.of(2, 8).exact()).isCloseTo(112 / 1024.0, within(1e-12));
        assertThat(McNemar.of(8, 2).mid()).isCloseTo((112 - 45) / 1024.0, within(1e-12));
        assertThat(McNemar.of(0, 0)).isEqualTo(new McNemar(1, 1));
        assertThat(McNemar.of(5, 5).exact()).isEqualTo(1);
        assertThatThrownBy(() -> McNemar.of(-1, 5)).hasMessageContaining("-1");
    }

    @Test
    void holmMultipliesBySmallerAndSmallerCounts() {
        assertThat(Holm.adjust(List.of(0.01, 0.04, 0.03, 0.005))).containsExactly(0.03, 0.06, 0.06, 0.02);
        assertThat(Holm.adjust(List.of(0.5, 0.9))).containsExactly(1.0, 1.0);
        assertThat(Holm.adjust(List.of())).isEmpty();
    }

    @Test
    void swappingThreePairsIsCountedExactly() {
        List<ItemScores> base = List.of(item("a", 0), item("b", 0), item("c", 0));
        List<ItemScores> next = List.of(item("a", 1), item("b", 1), item("c", 1));
        // of 8 ways to swap, 2 give a difference of 1 or -1
        assertThat(new Bootstrap(20_000, 5)
                        .compare(new Micro(Scale.SHARE), base, next)
                        .p())
                .isCloseTo(0.25, within(0.02));
    }

    @Test
    void twoSeedsAreTheLeast() {
        List<ItemScores> run = List.of(item("a", 0), item("b", 1));
        assertThatThrownBy(() -> new Seeds(Bootstrap.USUAL).estimate(new Micro(Scale.SHARE), List.of(run)))
                .hasMessageContaining("at least 2 seeds");
    }

    @Test
    void equalSeedsDoNotDiffer() {
        List<List<ItemScores>> runs = List.of(List.of(item("a", 0), item("b", 1)), List.of(item("a", 0), item("b", 1)));
        Comparison comparison = new Seeds(new Bootstrap(100, 1)).compare(new Micro(Scale.SHARE), runs, runs);
        assertThat(comparison.p()).isEqualTo(1);
        assertThat(comparison.difference().value()).isZero();
    }

    private static ItemScores item(String name, double score) {
        return ItemScores.of(name, "", score, 1);
    }
}
