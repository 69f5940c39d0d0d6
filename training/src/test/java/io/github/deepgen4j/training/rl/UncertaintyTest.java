// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand. */
class UncertaintyTest {
    private static final double NO = Double.NaN;

    /** Ranks by the first reward 0, 0.5, 1, by the second 0.25, 0.25, 1; the third is not asked. */
    private static final Advantages.Group AGREEING = new Advantages.Group(
            "a", new double[] {1, 0.5, 0}, new double[][] {{1, 7, NO}, {2, 7, NO}, {3, 8, NO}}, false);

    /** Ranks 0, 0.5, 1 and 1, 0.5, 0. */
    private static final Advantages.Group CONTRARY = new Advantages.Group(
            "b", new double[] {1, 1, 0}, new double[][] {{1, 9, NO}, {2, 8, NO}, {3, 7, NO}}, false);

    private static final Advantages.Group ALONE =
            new Advantages.Group("c", new double[] {0, 0, 1}, new double[][] {{NO, NO, 1}, {NO, NO, 2}}, false);

    @Test
    void itIsTheDifferenceOfRanks() {
        assertThat(Uncertainty.of(AGREEING)).containsExactly(0.25, 0.25, 0.0);
        assertThat(Uncertainty.of(CONTRARY)).containsExactly(1.0, 0.0, 1.0);
        assertThat(Uncertainty.of(ALONE)).containsOnly(0.0);
    }

    @Test
    void theMostUncertainImagesAreChosenAndNeverCertainOnes() {
        List<Advantages.Group> groups = List.of(AGREEING, CONTRARY, ALONE);
        assertThat(Uncertainty.most(groups, 0.25))
                .containsExactly(false, false, false, true, false, true, false, false);
        assertThat(Uncertainty.most(groups, 0.9)).containsExactly(true, true, false, true, false, true, false, false);
        assertThat(Uncertainty.most(groups, 1)).containsOnly(true);
    }
}
