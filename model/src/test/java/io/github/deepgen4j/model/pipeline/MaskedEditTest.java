// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edits with a mask, on the model of the fixtures. */
class MaskedEditTest {
    private static final int SIDE = 64;
    private static final Image REFERENCE = image(i -> 37 * i % 251);

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private interface Values {
        int at(int index);
    }

    private static Image image(Values values) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values.at(i);
        }
        return Image.of(SIDE, SIDE, rgb);
    }

    /** White in the left half. */
    private static final Image LEFT = image(i -> i / 3 % SIDE < SIDE / 2 ? 255 : 0);

    private static EditRequest request() {
        return EditRequest.of(REFERENCE, "a red circle")
                .withResize(ResizeRule.NONE, SIDE)
                .withSteps(3)
                .withSeed(5);
    }

    @Test
    void blackIsKeptByteByByteAndWhiteIsRedrawn() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] drawn = deepgen.edit(request().withMask(LEFT)).image().rgb();
            int changed = 0;
            for (int i = 0; i < drawn.length; i++) {
                boolean same = drawn[i] == REFERENCE.rgb()[i];
                if (i / 3 % SIDE >= SIDE / 2) {
                    assertThat(same).as("byte " + i).isTrue();
                } else if (!same) {
                    changed++;
                }
            }
            assertThat(changed).isGreaterThan(SIDE * SIDE);
        }
    }

    @Test
    void aWhiteMaskIsNoMask() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Image plain = deepgen.edit(request()).image();
            assertThat(deepgen.edit(request().withMask(image(_ -> 255))).image().rgb())
                    .isEqualTo(plain.rgb());
        }
    }

    @Test
    void theRecipeNamesTheMask() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Generated made = deepgen.edit(request().withMask(new EditMask(LEFT, "left.png")));
            Recipe recipe = Recipe.of(made.recipe().text(), "test");
            assertThat(recipe.mask()).containsExactly(new Recipe.Reference("left.png", LEFT.sha256()));
            EditRequest again = recipe.editRequest(List.of(REFERENCE), Optional.of(LEFT));
            assertThat(deepgen.edit(again).image().rgb()).isEqualTo(made.image().rgb());
            assertThatThrownBy(() -> recipe.editRequest(List.of(REFERENCE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("left.png");
            Generated plain = deepgen.edit(request());
            assertThat(plain.recipe().text().get(Recipe.KEY)).doesNotContain("\"mask\"", "\"lora\"");
        }
    }

    @Test
    void anotherSizeThanTheReferencesIsRefused() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            EditRequest other = request().withMask(LEFT).withSize(2 * SIDE, SIDE);
            assertThatThrownBy(() -> deepgen.edit(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mask")
                    .hasMessageContaining("128x64");
        }
    }
}
