// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drawings that are alike have codes that are alike, and the drawings can be told from their codes. */
class PictureCodesTest {
    private static final int LENGTH = 48;

    /** Nine drawings by chance, and one that is nearly the first. */
    private static List<float[]> drawings() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(4)) {
            List<float[]> drawings = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                drawings.add(rng.normal(LENGTH).toFloats());
            }
            float[] near = drawings.getFirst().clone();
            near[3] += 0.5f;
            drawings.add(near);
            return drawings;
        }
    }

    private static double distance(Tensor codes, int a, int b) {
        return codes.select(0, a).sub(codes.select(0, b)).norm().item();
    }

    @Test
    void whatLooksAlikeHasCodesThatAreAlike() {
        try (var _ = Scope.open()) {
            Tensor codes = PictureCodes.of(drawings(), 160);
            assertThat(codes.shape()).containsExactly(10, 9);
            assertThat(codes.square().mean().item()).isCloseTo(1, within(1e-5));
            for (int i = 1; i < 9; i++) {
                assertThat(distance(codes, 0, 9)).isLessThan(distance(codes, 0, i) / 2);
            }
        }
    }

    /** With as many components as there are differences, a linear map takes codes back to drawings. */
    @Test
    void nothingIsLostWhereThereIsRoom() {
        try (var _ = Scope.open()) {
            List<float[]> drawings = drawings();
            Tensor codes = PictureCodes.of(drawings, 160);
            List<Tensor> rows = new ArrayList<>();
            drawings.forEach(drawing -> rows.add(Tensor.of(drawing, LENGTH)));
            Tensor all = Tensor.stack(0, rows);
            Tensor centred = all.sub(all.mean(0, true));
            // Columns are orthogonal: each one's share of the drawings is found alone.
            Tensor shares =
                    codes.div(codes.square().sum(0, true)).transpose(0, 1).matmul(centred);
            assertThat(codes.matmul(shares).sub(centred).norm().item()
                            / centred.norm().item())
                    .isLessThan(1e-3);
        }
    }

    @Test
    void fewComponentsAreTheLargestWithAFixedSign() {
        try (var _ = Scope.open()) {
            List<float[]> drawings = drawings();
            Tensor codes = PictureCodes.of(drawings, 3);
            assertThat(codes.shape()).containsExactly(10, 3);
            double before = Double.MAX_VALUE;
            for (int k = 0; k < 3; k++) {
                Tensor column = codes.select(1, k);
                assertThat(column.square().sum().item()).isLessThan(before);
                before = column.square().sum().item();
                float largest = 0;
                for (float value : column.toFloats()) {
                    largest = Math.abs(value) > Math.abs(largest) ? value : largest;
                }
                assertThat(largest).isPositive();
            }
        }
    }
}
