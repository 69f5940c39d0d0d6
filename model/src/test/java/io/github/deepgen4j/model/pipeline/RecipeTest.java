// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Files;
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
    void everyFormatHoldsTheRecipe(@TempDir Path folder) throws Exception {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Generated image = deepgen.generate(GenerateRequest.of("a \"red\" äpple")
                    .withSize(32, 32)
                    .withSteps(1)
                    .withSeed(5));
            for (String name : List.of("a.png", "a.jpg", "a.JPEG", "a.webp")) {
                Path file = folder.resolve(name);
                image.write(file);
                assertThat(Recipe.read(file)).isEqualTo(image.recipe());
                assertThat(image.bytes(OutputFormat.of(file))).isEqualTo(Files.readAllBytes(file));
            }
            assertThat(image.webp()).isEqualTo(Files.readAllBytes(folder.resolve("a.webp")));
            assertThat(image.jpeg(90)).isEqualTo(Files.readAllBytes(folder.resolve("a.jpg")));
            assertThatThrownBy(() -> image.write(folder.resolve("a.gif"))).isInstanceOf(IllegalArgumentException.class);
            EditRequest edit = EditRequest.of(image.webp(), "make it blue")
                    .withResize(ResizeRule.SQUARE, 32)
                    .withSteps(1);
            byte[] edited = deepgen.edit(edit).png();
            assertThat(deepgen.edit(EditRequest.of(image.image().toBufferedImage(), "make it blue")
                                    .withSampling(edit.sampling())
                                    .withResize(ResizeRule.SQUARE, 32))
                            .png())
                    .isEqualTo(edited);
        }
    }

    @Test
    void otherProgramsFindPromptAndSettings() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Recipe recipe = deepgen.recipe(GenerateRequest.of("a star, red")
                    .withNegative("blurry")
                    .withSize(48, 32)
                    .withSteps(20)
                    .withSeed(7));
            assertThat(recipe.text().get("parameters"))
                    .isEqualTo("a star, red\nNegative prompt: blurry\nSteps: 20, Sampler: Euler, CFG scale: 4, Seed: 7,"
                            + " Size: 48x32, Model hash: "
                            + recipe.fingerprint().substring(0, 10)
                            + ", Model: tiny, Version: DeepGen4J " + recipe.version());
            assertThat(deepgen.recipe(GenerateRequest.of("a star").withGuidance(2.5))
                            .text()
                            .get("parameters"))
                    .startsWith("a star\nSteps: 50, Sampler: Euler, CFG scale: 2.5, Seed: 42, ");
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
