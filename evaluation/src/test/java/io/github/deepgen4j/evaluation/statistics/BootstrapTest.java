// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.statistics.Headline.Micro;
import io.github.deepgen4j.evaluation.statistics.Headline.Scale;
import io.github.deepgen4j.evaluation.statistics.Headline.Weighted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Headline MACRO = Headline.macro(List.of("Style", "Attribute"), Scale.PERCENT);
    private static final Headline MICRO = new Micro(Scale.PERCENT);
    private static final Bootstrap FEW = new Bootstrap(200, 1);

    /** Style 9 of 10, Attribute 1 of 2. */
    private static List<ItemScores> twoGroups() {
        List<ItemScores> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            items.add(ItemScores.of("style " + i, "Style", i == 0 ? 0 : 1, 1));
        }
        items.add(ItemScores.of("attribute 0", "Attribute", 1, 1));
        items.add(ItemScores.of("attribute 1", "Attribute", 0, 1));
        return items;
    }

    @Test
    void groupsWeighAlikeInMacroAndUnitsInMicro() {
        assertThat(MACRO.of(twoGroups())).isCloseTo(70, within(1e-9));
        assertThat(MICRO.of(twoGroups())).isCloseTo(250 / 3.0, within(1e-9));
        assertThat(new Weighted(Map.of("Style", 3.0, "Attribute", 1.0), Scale.SHARE).of(twoGroups()))
                .isCloseTo(0.8, within(1e-9));
        assertThat(Headline.means(twoGroups())).containsEntry("Style", 0.9).containsEntry("Attribute", 0.5);
    }

    @Test
    void theScaleMovesTheIntervalWithTheHeadline() {
        Estimate share = FEW.estimate(new Micro(Scale.SHARE), twoGroups());
        Estimate moved = FEW.estimate(new Micro(new Scale(25, -25, 0, 1)), twoGroups());
        assertThat(moved.value()).isCloseTo(25 * share.value() - 25, within(1e-9));
        assertThat(moved.low()).isCloseTo(25 * share.low() - 25, within(1e-9));
        assertThat(moved.standardError()).isCloseTo(25 * share.standardError(), within(1e-9));
    }

    @Test
    void theOrderOfRecordsChangesNothing() {
        List<ItemScores> shuffled = new ArrayList<>(twoGroups());
        Collections.shuffle(shuffled, new Random(3));
        assertThat(FEW.estimate(MACRO, shuffled)).isEqualTo(FEW.estimate(MACRO, twoGroups()));
        assertThat(FEW.compare(MACRO, shuffled, twoGroups())).isEqualTo(FEW.compare(MACRO, twoGroups(), shuffled));
    }

    @Test
    void anotherSeedMovesTheIntervalOnly() {
        Estimate one = FEW.estimate(MACRO, twoGroups());
        Estimate two = new Bootstrap(200, 2).estimate(MACRO, twoGroups());
        assertThat(two.value()).isEqualTo(one.value());
        assertThat(two).isNotEqualTo(one);
    }

    @Test
    void anItemThatComesTwiceIsRefused() {
        List<ItemScores> items = new ArrayList<>(twoGroups());
        items.add(items.getFirst());
        assertThatThrownBy(() -> FEW.estimate(MACRO, items)).hasMessageContaining("style 0 twice");
    }

    @Test
    void aGroupOfNoWeightIsRefused() {
        assertThatThrownBy(() -> FEW.estimate(MACRO, List.of(ItemScores.of("1", "Colour", 1, 1))))
                .hasMessageContaining("Colour");
    }

    @Test
    void theStandardErrorIsThatOfTheFormula() {
        List<ItemScores> items = IntStream.range(0, 50)
                .mapToObj(i -> ItemScores.of("item " + i, "all", i % 5 == 0 ? 1 : 0, 1))
                .toList();
        double formula = Math.sqrt(0.2 * 0.8 / 49); // of a mean, without bias
        Estimate estimate = new Bootstrap(20_000, 1).estimate(new Micro(Scale.SHARE), items);
        assertThat(estimate.standardError()).isCloseTo(formula, within(0.02 * formula));
        assertThat(estimate.items()).isEqualTo(50);
    }

    @Test
    void equalItemsPromiseNoCertainty() {
        List<ItemScores> passed = IntStream.range(0, 20)
                .mapToObj(i -> ItemScores.of("item " + i, "all", 4, 4))
                .toList();
        Estimate estimate = FEW.estimate(MICRO, passed);
        assertThat(estimate.low()).isCloseTo(100 * Math.pow(0.025, 1 / 20.0), within(1e-9));
        assertThat(estimate.high()).isEqualTo(100);
    }

    @Test
    void nothingScoredIsNoNumber() {
        assertThat(FEW.estimate(MICRO, List.of(ItemScores.of("1", "all", 0, 0))).value())
                .isNaN();
        assertThat(FEW.estimate(MICRO, List.of()).value()).isNaN();
    }

    @Test
    void aGroupWithoutUnitsIsLeftOut() {
        List<ItemScores> style = twoGroups().stream()
                .filter(item -> item.stratum().equals("Style"))
                .toList();
        assertThat(MACRO.of(style)).isCloseTo(90, within(1e-9));
    }

    @Test
    void pairsAreOfTheItemsThatBothRunsHave() {
        Comparison comparison = FEW.compare(
                MICRO, twoGroups(), twoGroups().subList(2, twoGroups().size()));
        assertThat(comparison.difference().items()).isEqualTo(10);
        assertThat(comparison.difference().value()).isZero();
        assertThat(comparison.p()).isEqualTo(1);
        assertThatThrownBy(() -> FEW.compare(MICRO, twoGroups(), List.of())).hasMessageContaining("none that both");
    }

    @Test
    void itemsOfOneStratumShareTheirSpreadWithOthersIfTheyStandAlone() {
        List<ItemScores> items = IntStream.range(0, 10)
                .mapToObj(i -> new ItemScores("item " + i, "stratum " + i, List.of(new Term("all", i % 2, 1))))
                .toList();
        assertThat(FEW.estimate(MICRO, items).standardError()).isPositive();
    }

    @Test
    void itemsGiveToSeveralGroups() {
        var both = new ItemScores("1", "", List.of(new Term("Style", 1, 1), new Term("Attribute", 1, 2)));
        assertThat(MACRO.of(List.of(both))).isCloseTo(75, within(1e-9));
        assertThat(both.mean()).isCloseTo(2 / 3.0, within(1e-9));
    }
}
