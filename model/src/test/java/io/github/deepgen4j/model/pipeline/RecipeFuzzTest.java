// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.ImageText;
import java.util.List;

/**
 * Jazzer's target for the recipe in an image's file; CONTRIBUTING.md says how to fuzz. In a build it reads the kept
 * inputs.
 */
class RecipeFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void anyBytesGiveARecipeOrARefusal(byte[] file) {
        try {
            Recipe recipe = Recipe.of(ImageText.read(file, "fuzzed"), "fuzzed");
            requestOf(recipe);
            assertThat(Recipe.of(recipe.text(), "again")).isEqualTo(recipe);
        } catch (ImageException | ConfigException e) {
            assertThat(e).hasMessageStartingWith("fuzzed: ");
        }
    }

    /** The next act of {@code deepgen reproduce} refuses impossible values as any request does. */
    private static void requestOf(Recipe recipe) {
        try {
            recipe.modelOptions();
            recipe.fromSeed();
            if (recipe.edits()) {
                recipe.editRequest(List.of(Image.of(1, 1, new byte[3])));
            } else {
                recipe.generateRequest();
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
