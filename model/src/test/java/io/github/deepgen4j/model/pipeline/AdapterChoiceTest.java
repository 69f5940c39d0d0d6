// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.lora.NamedAdapter;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that requests of one open model choose by name. */
class AdapterChoiceTest {
    private static final ModelOptions F32 = ModelOptions.DEFAULT.withCompute(Compute.F32);
    private static final Path WORDS = Golden.path("lora/peft"); // of the language model
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red circle").withSize(64, 64).withSteps(2).withGuidance(3);

    @TempDir
    Path folder;

    private Path look; // of the transformer

    @BeforeEach
    void writeAdapter() {
        look = folder.resolve("look.safetensors");
        write(3);
    }

    private void write(long seed) {
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            String module = "transformer.transformer_blocks.0.attn.to_q";
            SafetensorsWriter.write(
                    look,
                    Map.of(
                            module + ".lora_A.weight", rng.normal(2, 36),
                            module + ".lora_B.weight", rng.normal(36, 2)));
        }
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static DeepGen open(ModelOptions options) {
        return DeepGen.open(Golden.path("tiny"), options);
    }

    private ModelOptions named() {
        return F32.withNamedAdapters(List.of(
                new NamedAdapter("words", Adapter.of(WORDS, 0.5)), new NamedAdapter("look", Adapter.of(look, 2))));
    }

    private static GenerateRequest with(ChosenAdapter... chosen) {
        return REQUEST.withSampling(REQUEST.sampling().withAdapters(List.of(chosen)));
    }

    /** Drawn by a model that is opened for this image alone, with adapters for all of its life. */
    private static Generated fresh(Adapter... adapters) {
        try (DeepGen deepgen = open(F32.withAdapters(List.of(adapters)))) {
            return deepgen.generate(REQUEST);
        }
    }

    private static void assertSame(Generated found, Generated expected) {
        assertThat(found.image().rgb()).isEqualTo(expected.image().rgb());
        assertThat(found.recipe().fingerprint()).isEqualTo(expected.recipe().fingerprint());
    }

    @Test
    void theBytesAreThoseOfAFreshModelWhateverWasDrawnBefore() {
        Generated plain = fresh();
        Generated words = fresh(Adapter.of(WORDS, 0.5));
        Generated strong = fresh(Adapter.of(WORDS, -1));
        Generated both = fresh(Adapter.of(look, 2), Adapter.of(WORDS, 0.5));
        for (Offload offload : new Offload[] {Offload.NONE, Offload.MODEL}) {
            try (DeepGen deepgen = open(named().withOffload(offload))) {
                assertSame(deepgen.generate(with(ChosenAdapter.of("words"))), words);
                assertSame(deepgen.generate(REQUEST), plain);
                assertSame(deepgen.generate(with(ChosenAdapter.of("words"))), words);
                assertSame(deepgen.generate(with(ChosenAdapter.of("look"), ChosenAdapter.of("words"))), both);
                assertSame(deepgen.generate(with(ChosenAdapter.of("words", -1))), strong);
                assertSame(deepgen.generate(with(ChosenAdapter.of("words", 0))), plain);
                assertSame(deepgen.generate(REQUEST), plain);
            }
        }
        assertThat(List.of(plain, words, strong, both))
                .extracting(each -> each.image().sha256())
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyTheLastChoiceIsInMemory() {
        try (DeepGen deepgen = open(named().withPromptCache(0))) {
            deepgen.generate(REQUEST);
            long plain = Scope.liveHandles();
            deepgen.generate(with(ChosenAdapter.of("words"), ChosenAdapter.of("look")));
            assertThat(Scope.liveHandles()).isGreaterThan(plain);
            for (int i = 0; i < 3; i++) {
                deepgen.generate(with(ChosenAdapter.of("look")));
                assertThat(Scope.liveHandles()).isEqualTo(plain + 2);
                deepgen.generate(REQUEST);
                assertThat(Scope.liveHandles()).isEqualTo(plain);
            }
        }
    }

    @Test
    void theyAreInTheRecipeAndInThePlan() {
        try (DeepGen deepgen = open(named().withOffload(Offload.NONE))) {
            Recipe recipe = deepgen.recipe(with(ChosenAdapter.of("look"), ChosenAdapter.of("words", 3)));
            assertThat(recipe.lora())
                    .containsExactly(
                            new Recipe.Lora("look", Adapter.of(look, 1).sha256(), 2),
                            new Recipe.Lora("words", Adapter.of(WORDS).sha256(), 3));
            ImagePlan plain = deepgen.plan(REQUEST);
            ImagePlan look = deepgen.plan(with(ChosenAdapter.of("look")));
            ImagePlan words = deepgen.plan(with(ChosenAdapter.of("words")));
            assertThat(look.memory().peak() - plain.memory().peak()).isEqualTo(4L * 2 * 2 * 36);
            assertThat(words.memory().peak()).isGreaterThan(look.memory().peak());
            assertThat(plain.adapterShare()).isZero();
            assertThat(words.adapterShare()).as("none of the transformer").isZero();
            assertThat(look.adapterShare()).isBetween(0.0, 0.1).isPositive();
            assertThat(deepgen.fingerprint()).isEqualTo(deepgen.recipe(REQUEST).fingerprint());
        }
    }

    @Test
    void theRecipeOpensTheModelThatDrawsTheSame() {
        Generated drawn;
        try (DeepGen deepgen = open(named())) {
            drawn = deepgen.generate(with(ChosenAdapter.of("words", 0.25), ChosenAdapter.of("look")));
        }
        Recipe recipe = Recipe.of(drawn.recipe().text(), "test");
        try (DeepGen deepgen = open(recipe.modelOptions(List.of(WORDS, look)))) {
            assertSame(deepgen.generate(recipe.generateRequest()), drawn);
        }
    }

    @Test
    void whatIsNotThereOrTooMuchIsRefused() {
        try (DeepGen deepgen = open(named())) {
            assertThatThrownBy(() -> deepgen.plan(with(ChosenAdapter.of("word"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lora expected one of words, look, found word");
        }
        try (DeepGen deepgen = open(F32)) {
            assertThatThrownBy(() -> deepgen.generate(with(ChosenAdapter.of("words"))))
                    .hasMessageContaining("lora expected none");
        }
        assertThatThrownBy(() -> with(ChosenAdapter.of("a"), ChosenAdapter.of("a")))
                .hasMessage("lora expected each adapter once, found a twice");
        assertThatThrownBy(() -> with(
                        ChosenAdapter.of("a"),
                        ChosenAdapter.of("b"),
                        ChosenAdapter.of("c"),
                        ChosenAdapter.of("d"),
                        ChosenAdapter.of("e")))
                .hasMessage("lora expected at most 4 adapters, found 5");
        assertThatThrownBy(() -> new NamedAdapter("a:b", Adapter.of(look))).hasMessageContaining("'a:b'");
    }

    @Test
    void adaptersOfAnotherModelAreRefusedWhenItIsOpened() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            String module = "transformer.transformer_blocks.0.attn.to_q";
            SafetensorsWriter.write(
                    look,
                    Map.of(
                            module + ".lora_A.weight", rng.normal(2, 35),
                            module + ".lora_B.weight", rng.normal(36, 2)));
        }
        assertThatThrownBy(() -> open(named()))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("transformer_blocks.0.attn.to_q");
        assertThatThrownBy(() -> open(F32.withNamedAdapters(
                        List.of(new NamedAdapter("a", Adapter.of(WORDS)), new NamedAdapter("a", Adapter.of(WORDS))))))
                .hasMessageContaining("found two a");
    }

    /** The request that chose it fails, and the next one is drawn as if that had not been. */
    @Test
    void aFileThatHasChangedIsNotTaken() throws IOException {
        Generated plain = fresh();
        try (DeepGen deepgen = open(named())) {
            write(4);
            assertThatThrownBy(() -> deepgen.generate(with(ChosenAdapter.of("words"), ChosenAdapter.of("look"))))
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining("look has changed");
            assertSame(deepgen.generate(REQUEST), plain);
            Files.delete(look);
            assertThatThrownBy(() -> deepgen.generate(with(ChosenAdapter.of("look"))))
                    .isInstanceOf(WeightException.class)
                    .hasMessageNotContaining(folder.toString());
            assertSame(deepgen.generate(REQUEST), plain);
        }
    }

    @Test
    void anImageAskedForByNameChoosesThem() {
        DrawOptions options = DrawOptions.NONE
                .withSize(64, 64)
                .withSteps(2)
                .withGuidance(3)
                .withSeed(42)
                .withLora(List.of(ChosenAdapter.of("look", 1.5), ChosenAdapter.of("words")));
        var drawing = options.drawing(2, "a red circle", List.of(), Optional.empty());
        DrawSettings settings = drawing.request().settings();
        assertThat(settings.lora()).containsExactly(ChosenAdapter.of("look", 1.5), ChosenAdapter.of("words"));
        assertThat(DrawSettings.of(settings.json())).isEqualTo(settings);
        try (DeepGen deepgen = open(named())) {
            assertThat(drawing.draw(deepgen, Observer.NONE)
                            .getFirst()
                            .generated()
                            .image()
                            .rgb())
                    .isEqualTo(deepgen.generate(with(ChosenAdapter.of("look", 1.5), ChosenAdapter.of("words")))
                            .image()
                            .rgb());
        }
        for (String wrong : List.of(
                "\"look\"",
                "[\"look\"]",
                "[{\"name\": 1}]",
                "[{\"name\": \"look\", \"scale\": \"x\"}]",
                "[{\"name\": \"look\", \"scale\": 101}]",
                "[{\"name\": \"look\", \"weight\": 1}]")) {
            assertThatThrownBy(() -> DrawOptions.NONE
                            .with("lora", wrong)
                            .drawing(2, "a red circle", List.of(), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("lora");
        }
    }
}
