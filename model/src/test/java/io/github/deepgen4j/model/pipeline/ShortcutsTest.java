// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shortcuts change the image, their neutral values do not, on the model of the fixtures. */
class ShortcutsTest {
    private static final int STEPS = 6;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static GenerateRequest request(Shortcuts shortcuts) {
        GenerateRequest plain = GenerateRequest.of("a red circle")
                .withSize(32, 32)
                .withSteps(STEPS)
                .withSeed(5)
                .withGuidance(3);
        return plain.withSampling(plain.sampling().withShortcuts(shortcuts));
    }

    private static StepReuse steps(Integer... reused) {
        return new StepReuse.Steps(STEPS, new TreeSet<>(List.of(reused)));
    }

    private static byte[] draw(DeepGen deepgen, Shortcuts shortcuts) {
        return deepgen.generate(request(shortcuts)).image().rgb();
    }

    private static List<Integer> reused(DeepGen deepgen, StepReuse reuse) {
        List<Integer> told = new ArrayList<>();
        var observer = new Observer() {
            @Override
            public void reused(int step) {
                told.add(step);
            }
        };
        deepgen.generate(request(Shortcuts.NONE.withReuse(reuse)), 1, observer);
        return told;
    }

    @Test
    void aWholeIntervalAndAThresholdThatNothingIsBelowAreExact() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] exact = draw(deepgen, Shortcuts.NONE);
            assertThat(draw(deepgen, new Shortcuts(new GuidanceInterval(0, 1), new StepReuse.Below(0))))
                    .isEqualTo(exact);
            assertThat(draw(deepgen, Shortcuts.NONE.withReuse(new StepReuse.Below(1e-12))))
                    .as("everything is watched and nothing reused")
                    .isEqualTo(exact);
            assertThat(draw(deepgen, Shortcuts.NONE.withGuidance(new GuidanceInterval(0, 0.5))))
                    .isNotEqualTo(exact);
            assertThat(draw(deepgen, Shortcuts.NONE.withReuse(steps(3)))).isNotEqualTo(exact);
        }
    }

    @Test
    void stepsAreReusedByTheirNumbersOrByTheirChange() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            assertThat(reused(deepgen, steps(2, 3, 5))).containsExactly(2, 3, 5);
            assertThat(reused(deepgen, new StepReuse.Below(1e9))).containsExactly(1, 2, 3, 4, 5);
            assertThat(reused(deepgen, StepReuse.NONE)).isEmpty();
        }
    }

    @Test
    void theRecipeSaysWhatWasLeftOutAndDrawsItAgain() {
        var shortcuts = new Shortcuts(new GuidanceInterval(0.1, 0.75), steps(1, 4));
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Generated made = deepgen.generate(request(shortcuts));
            Recipe recipe = Recipe.of(made.recipe().text(), "test");
            assertThat(recipe).isEqualTo(made.recipe());
            assertThat(made.recipe().text().get(Recipe.KEY))
                    .contains("\"guidance_interval\":[0.1,0.75]", "\"reuse\":\"1,4/6\"");
            assertThat(deepgen.generate(recipe.generateRequest()).image().rgb())
                    .isEqualTo(made.image().rgb());
            assertThat(deepgen.generate(request(Shortcuts.NONE)).recipe().text().get(Recipe.KEY))
                    .doesNotContain("guidance_interval", "reuse");
        }
    }

    @Test
    void editsReuseStepsToo() {
        Image image = Image.of(32, 32, new byte[3 * 32 * 32]);
        EditRequest plain = EditRequest.of(image, "make it blue")
                .withResize(ResizeRule.NONE, 32)
                .withSteps(STEPS)
                .withGuidance(3);
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] exact = deepgen.edit(plain).image().rgb();
            EditRequest sped = plain.withSampling(
                    plain.sampling().withShortcuts(new Shortcuts(new GuidanceInterval(0, 0.5), steps(2, 4))));
            assertThat(deepgen.edit(sped).image().rgb())
                    .isNotEqualTo(exact)
                    .isEqualTo(deepgen.edit(sped).image().rgb());
        }
    }

    private static EditRequest edit(Shortcuts shortcuts) {
        EditRequest plain = EditRequest.of(Image.of(32, 32, new byte[3 * 32 * 32]), "make it blue")
                .withResize(ResizeRule.NONE, 32)
                .withSteps(STEPS)
                .withGuidance(3);
        return plain.withSampling(plain.sampling().withShortcuts(shortcuts));
    }

    private static Shortcuts every(int steps) {
        return Shortcuts.NONE.withReferences(new ReferenceReuse(steps));
    }

    /** Steps whose passes recall the references, each pass. */
    private static List<Integer> recalled(DeepGen deepgen, Shortcuts shortcuts) {
        List<Integer> told = new ArrayList<>();
        var observer = new Observer() {
            @Override
            public void recalled(int step) {
                told.add(step);
            }
        };
        deepgen.edit(edit(shortcuts), 1, observer);
        return told;
    }

    @Test
    void referencesAreComputedInEveryNthStep() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            assertThat(recalled(deepgen, every(1))).isEmpty();
            assertThat(recalled(deepgen, every(2))).containsExactly(1, 3, 5);
            assertThat(recalled(deepgen, every(100))).containsExactly(1, 2, 3, 4, 5);
            Shortcuts unguidedLater = every(4).withGuidance(new GuidanceInterval(0, 0.5));
            assertThat(recalled(deepgen, unguidedLater))
                    .as("the field without guidance is asked first at step 3")
                    .containsExactly(1, 2, 5);
        }
    }

    @Test
    void referencesInEveryStepAreExactAndWithoutReferencesNothingChanges() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            byte[] exact = deepgen.edit(edit(Shortcuts.NONE)).image().rgb();
            assertThat(deepgen.edit(edit(every(1))).image().rgb()).isEqualTo(exact);
            byte[] recalling = deepgen.edit(edit(every(3))).image().rgb();
            assertThat(recalling).isNotEqualTo(exact);
            assertThat(deepgen.edit(edit(every(3))).image().rgb()).isEqualTo(recalling);
            assertThat(draw(deepgen, every(3))).isEqualTo(draw(deepgen, Shortcuts.NONE));
        }
    }

    /** All three shortcuts in one edit, from its recipe again. */
    @Test
    void referencesAreLeftOutBesideOtherShortcuts() {
        var all = new Shortcuts(new GuidanceInterval(0, 0.7), steps(2, 4), new ReferenceReuse(2));
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Generated made = deepgen.edit(edit(all));
            assertThat(made.recipe().text().get(Recipe.KEY)).contains("\"references_every\":2");
            Recipe recipe = Recipe.of(made.recipe().text(), "test");
            assertThat(recipe).isEqualTo(made.recipe());
            Image reference = Image.of(32, 32, new byte[3 * 32 * 32]);
            assertThat(deepgen.edit(recipe.editRequest(List.of(reference)))
                            .image()
                            .rgb())
                    .isEqualTo(made.image().rgb())
                    .isNotEqualTo(deepgen.edit(edit(all.withReferences(ReferenceReuse.NONE)))
                            .image()
                            .rgb());
            Shortcuts byChange = every(2).withReuse(new StepReuse.Below(0.5));
            assertThat(deepgen.edit(edit(byChange)).image().rgb())
                    .isEqualTo(deepgen.edit(edit(byChange)).image().rgb());
        }
    }

    /** Nothing stays of a drawing: the weights are there before, and the same handles after each. */
    @Test
    void rememberedReferencesAreReleased() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            deepgen.edit(edit(Shortcuts.NONE));
            long resting = Scope.liveHandles();
            deepgen.edit(edit(every(2)));
            assertThat(Scope.liveHandles()).isEqualTo(resting);
            var cancelling = new Observer() {
                private boolean recalled;

                @Override
                public void recalled(int step) {
                    recalled = true;
                }

                @Override
                public boolean cancelled() {
                    return recalled;
                }
            };
            assertThatThrownBy(() -> deepgen.edit(edit(every(2)), 1, cancelling))
                    .isInstanceOf(CancelledException.class);
            assertThat(Scope.liveHandles()).isEqualTo(resting);
        }
    }

    @Test
    void keptReferencesAreForecast() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            long exact =
                    deepgen.plan(edit(Shortcuts.NONE)).memory().stages().get(2).activations();
            long kept = deepgen.plan(edit(every(2))).memory().stages().get(2).activations();
            var config = deepgen.config().transformer();
            long attentions = config.layers();
            for (int block = 0; block < config.layers(); block++) {
                attentions += config.hasDualAttention(block) ? 1 : 0;
            }
            assertThat(kept - exact)
                    .as("keys and values of 4 tokens in two rows, float32")
                    .isEqualTo(2 * 2 * 4 * attentions * config.width() * 4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void otherNumbersOfStepsAreRefused(int every) {
        assertThatThrownBy(() -> new ReferenceReuse(every)).hasMessageContaining("references every expected 1 to 1000");
    }

    @Test
    void aCancelledDrawingLeavesNothingBehind() {
        var observer = new Observer() {
            private int steps;

            @Override
            public void reused(int step) {
                steps++;
            }

            @Override
            public boolean cancelled() {
                return steps == 2;
            }
        };
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            GenerateRequest request = request(Shortcuts.NONE.withReuse(steps(1, 2, 3)));
            assertThatThrownBy(() -> deepgen.generate(request, 1, observer)).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void stepsOfAnotherNumberAreRefused() {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            GenerateRequest other = request(Shortcuts.NONE.withReuse(steps(1))).withSteps(7);
            assertThatThrownBy(() -> deepgen.generate(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("steps expected 6")
                    .hasMessageContaining("found 7");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.1 | 0.1", "5,7,9-11/50 | 5,7,9,10,11/50", "1 / 2 | 1/2"})
    void rulesAreReadAsTheyAreWritten(String text, String written) {
        assertThat(StepReuse.parse(text)).hasToString(written);
        assertThat(StepReuse.parse(written)).isEqualTo(StepReuse.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "NaN", "Infinity", "x", "0/5", "5/5", "1,2", "/5", "3-1/5", "1-99999999999/5"})
    void otherRulesAreRefused(String text) {
        assertThatThrownBy(() -> StepReuse.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reuse expected");
    }

    @ParameterizedTest
    @CsvSource({"-0.1,1", "0,1.1", "0.5,0.5", "0.6,0.5", "NaN,1", "0,NaN"})
    void otherIntervalsAreRefused(double from, double to) {
        assertThatThrownBy(() -> new GuidanceInterval(from, to)).hasMessageContaining("0 <= from < to <= 1");
    }

    @Test
    void aModelsFolderSaysWhatASpeedIs(@TempDir Path folder) throws IOException {
        assertThat(Speed.EXACT.shortcuts(folder)).isEqualTo(Shortcuts.NONE);
        assertThat(Speed.FAST.shortcuts(folder).isExact()).isFalse();
        Files.writeString(
                folder.resolve(Speed.FILE), "{\"fast\": {\"guidance_interval\": [0, 0.25], \"reuse\": \"1,2/4\"}}");
        assertThat(Speed.FAST.shortcuts(folder)).hasToString("guidance 0.0,0.25, reuse 1,2/4");
        assertThat(Speed.EXACT.shortcuts(folder)).isEqualTo(Shortcuts.NONE);
        Shortcuts own = Shortcuts.NONE.withReuse(steps(1, 3));
        assertThat(Speed.BALANCED.write(folder, own)).isEqualTo(folder.resolve(Speed.FILE));
        assertThat(Speed.BALANCED.shortcuts(folder)).isEqualTo(own);
        assertThat(Speed.FAST.shortcuts(folder)).hasToString("guidance 0.0,0.25, reuse 1,2/4");
        Speed.BALANCED.write(folder, own.withReferences(new ReferenceReuse(3)));
        assertThat(Speed.BALANCED.shortcuts(folder)).hasToString("guidance 0.0,1.0, reuse 1,3/6, references every 3");
        assertThatThrownBy(() -> Speed.EXACT.write(folder, own)).hasMessageContaining("exact");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"quick\": {}} | field 'quick' expected balanced or fast",
                "{\"fast\": {\"skip\": 1}} | field 'skip' expected one of guidance_interval, reuse, references_every",
                "{\"fast\": {\"guidance_interval\": [0]}} | expected two numbers",
                "{\"fast\": {\"guidance_interval\": [1, 0]}} | 0 <= from < to",
                "{\"fast\": {\"reuse\": \"often\"}} | reuse expected",
                "{\"fast\": {\"references_every\": 0}} | references_every",
                "[] | speed.json"
            })
    void aDamagedSpeedIsRefusedByName(String json, String message, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(Speed.FILE), json);
        assertThatThrownBy(() -> Speed.FAST.shortcuts(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("speed.json")
                .hasMessageContaining(message);
    }
}
