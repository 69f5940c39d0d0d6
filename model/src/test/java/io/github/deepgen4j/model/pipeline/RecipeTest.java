// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PNG holds what is needed to make it again, byte for byte. */
class RecipeTest {
    private static final Image IMAGE = Image.of(32, 32, new byte[3 * 32 * 32]);

    @Test
    void theSameBytesComeOutOfARecipe(@TempDir Path folder) throws Exception {
        Path png = folder.resolve("apple.png");
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            GenerateRequest request = GenerateRequest.of("a \"red\" äpple\n<|im_end|>")
                    .withNegative("blurry")
                    .withSize(48, 32)
                    .withSteps(2)
                    .withSeed(5);
            List<Generated> two = deepgen.generate(request, 2, Observer.NONE);
            two.get(1).writePng(png);
        }
        Recipe recipe = Recipe.of(PngText.read(png), "apple.png");
        assertThat(recipe.seed()).isEqualTo(6);
        assertThat(recipe.edits()).isFalse();
        try (DeepGen deepgen = DeepGen.open(Path.of(recipe.model()), recipe.modelOptions())) {
            assertThat(deepgen.fingerprint()).isEqualTo(recipe.fingerprint());
            assertThat(deepgen.generate(recipe.generateRequest()).image().png(recipe.text()))
                    .isEqualTo(java.nio.file.Files.readAllBytes(png));
        }
    }

    @Test
    void editsRememberTheirImages() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            EditRequest request = EditRequest.of(IMAGE, "make it blue")
                    .withResize(ResizeRule.SQUARE, 32)
                    .withSteps(2);
            Recipe written = deepgen.recipe(request.withSources(List.of("in.png")));
            Recipe recipe = Recipe.of(written.text(), "out.png");
            assertThat(recipe).isEqualTo(written);
            assertThat(written.text().get(Recipe.KEY))
                    .containsPattern("\"dtype\":\"\\w+\",\"buffers\":\"BF16\",\"prompt\":");
            EditRequest again = recipe.editRequest(List.of(IMAGE));
            assertThat(again.size())
                    .hasValueSatisfying(size -> assertThat(size.toString()).isEqualTo("32x32"));
            assertThat(deepgen.edit(again).image().rgb())
                    .isEqualTo(deepgen.edit(request).image().rgb());
        }
    }

    @Test
    void anotherImageIsRefused() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            EditRequest request = EditRequest.of(IMAGE, "make it blue").withResize(ResizeRule.SQUARE, 32);
            Recipe recipe = deepgen.recipe(request.withSources(List.of("in.png")));
            byte[] changed = IMAGE.rgb();
            changed[0] = 1;
            assertThatThrownBy(() -> recipe.editRequest(List.of(Image.of(32, 32, changed))))
                    .hasMessageContaining("reference 1 expected the image in.png");
            assertThatThrownBy(() -> recipe.editRequest(List.of())).hasMessageContaining("found none");
        }
    }

    @Test
    void damagedRecipesAreRefusedByName() {
        assertThatThrownBy(() -> Recipe.of(Map.of(), "a.png"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a.png: holds no recipe");
        for (String damaged : List.of("", "{", "[]", "{}", "{\"seed\": \"x\"}", "null")) {
            assertThatThrownBy(() -> Recipe.of(Map.of(Recipe.KEY, damaged), "a.png"))
                    .as(damaged)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("a.png");
        }
    }
}
