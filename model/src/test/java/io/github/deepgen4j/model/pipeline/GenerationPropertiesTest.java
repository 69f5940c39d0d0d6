// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Properties that hold for any weights, from words to latents. */
class GenerationPropertiesTest {
    private static final Size SIZE = new Size(32, 32);
    private static final SamplingOptions OPTIONS =
            SamplingOptions.DEFAULT.withSteps(2).withGuidance(4).withPosterior(PosteriorDraw.MODE);

    private static GoldenCase.Model model;
    private static long resting;

    @BeforeAll
    static void open() {
        model = GoldenCase.Model.tiny(Compute.F32, ConstantPrecision.BF16, new Euler());
        model.load();
        resting = Scope.liveHandles();
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isEqualTo(resting);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    // ---- batches ----

    /** Conditions of each pair are made alone (Q2), so the images drawn beside one change nothing. */
    @Test
    void anImageDrawnBesideOthersIsTheImageAlone() {
        try (var _ = Autograd.disabled();
                var _ = Scope.open();
                var rng = Rng.seeded(4)) {
            ConditionPair one = conditions("a red apple");
            ConditionPair two = conditions("red a apple"); // the same tokens in another order: the same length
            ConditionPair both = new ConditionPair(
                    one.positive().followedBy(two.positive()), one.negative().followedBy(two.negative()));
            List<Tensor> images = List.of(rng.normal(16, 4, 4), rng.normal(16, 6, 4));
            List<List<Tensor>> references = List.of(List.of(), images);
            Tensor noise = rng.normal(2, 16, 4, 4);
            Tensor together = denoise(both, references, noise, 4);
            Tensor first = denoise(one, references.subList(0, 1), noise.narrow(0, 0, 1), 4);
            Tensor second = denoise(two, references.subList(1, 2), noise.narrow(0, 1, 1), 4);
            assertThat(Golden.relativeError(together.narrow(0, 0, 1), first)).isLessThan(1e-5);
            assertThat(Golden.relativeError(together.narrow(0, 1, 1), second)).isLessThan(1e-5);
            assertThat(Golden.relativeError(second, first)).isGreaterThan(1e-2);
        }
    }

    /** Why pairs are conditioned alone: the reference pads to the longest of all and sees the pads. */
    @Test
    void aLongPromptBesideItWouldChangeAnImage() {
        try (var _ = Autograd.disabled();
                var _ = Scope.open()) {
            ConditionPair alone = conditions("a red apple");
            Sample longer = sample("a very long and winding description of some apple");
            ConditionPair beside = model.generation()
                    .prepare(List.of(sample("a red apple"), longer), Observer.NONE)
                    .conditions();
            assertThat(beside.positive().sequence().size(1))
                    .isGreaterThan(alone.positive().sequence().size(1));
            assertThat(Golden.relativeError(
                            beside.positive().rows(0, 1).pooled(),
                            alone.positive().pooled()))
                    .isGreaterThan(1e-3);
        }
    }

    private static Sample sample(String prompt) {
        return model.generation().sample(prompt, "", List.of());
    }

    private static ConditionPair conditions(String prompt) {
        return model.generation()
                .prepare(List.of(sample(prompt)), Observer.NONE)
                .conditions();
    }

    // ---- guidance ----

    @Test
    void guidanceAwayFromThePromptItselfLeadsNowhere() {
        try (var _ = Autograd.disabled();
                var _ = Scope.open();
                var rng = Rng.seeded(5)) {
            ConditionPair pair = conditions("a red apple");
            ConditionPair same = new ConditionPair(pair.positive(), pair.positive());
            Tensor noise = rng.normal(1, 16, 4, 4);
            List<List<Tensor>> none = List.of(List.of());
            assertThat(Golden.relativeError(denoise(same, none, noise, 7), denoise(same, none, noise, 1)))
                    .isLessThan(1e-5);
            assertThat(Golden.relativeError(denoise(pair, none, noise, 7), denoise(pair, none, noise, 1)))
                    .isGreaterThan(1e-3);
        }
    }

    private static Tensor denoise(ConditionPair pair, List<List<Tensor>> references, Tensor noise, double guidance) {
        return new Sampler(model.networks(), new Euler())
                .latents(
                        pair,
                        references,
                        noise,
                        SamplerOptions.of(OPTIONS.steps().orElseThrow(), guidance),
                        Observer.NONE);
    }

    // ---- references ----

    private static Image image(int shade) {
        byte[] rgb = new byte[3 * SIZE.width() * SIZE.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (shade + i % 7 * 11);
        }
        return Image.of(SIZE.width(), SIZE.height(), rgb);
    }

    /** Each image is seen and encoded alone; only what is made of all of them follows their order. */
    @Test
    void exchangingReferencesExchangesWhatIsMadeOfEachAndChangesTheRest() {
        try (var forwards = new TensorRecorder();
                var backwards = new TensorRecorder()) {
            run(List.of(image(20), image(150)), forwards);
            run(List.of(image(150), image(20)), backwards);
            Map<String, Tensor> a = forwards.tensors();
            Map<String, Tensor> b = backwards.tensors();
            for (String key : List.of("vision", "vae_mean", "vae_logvar", "ref_latents")) {
                assertSame(a, key + ".0.0", b, key + ".0.1");
                assertSame(a, key + ".0.1", b, key + ".0.0");
            }
            for (String key : List.of("noise", "sigmas", "timesteps")) {
                assertSame(a, key, b, key);
            }
            for (String key : List.of("input_ids", "attention_mask", "position_ids")) {
                assertThat(b.get(key).toLongs()).as(key).isEqualTo(a.get(key).toLongs()); // images of one size
            }
            for (String key : List.of("hidden_states.0", "seq", "latents.1", "pixels")) {
                assertThat(Golden.relativeError(b.get(key), a.get(key))).as(key).isPositive();
            }
        }
    }

    @Test
    void exchangingEqualReferencesChangesNothing() {
        try (var one = new TensorRecorder();
                var other = new TensorRecorder()) {
            run(List.of(image(20), image(20)), one);
            run(List.of(image(20), image(20)), other);
            assertSame(one.tensors(), "vision.0.0", one.tensors(), "vision.0.1");
            assertSame(one.tensors(), "pixels", other.tensors(), "pixels");
        }
    }

    private static void assertSame(Map<String, Tensor> a, String key, Map<String, Tensor> b, String other) {
        assertThat(b.get(other).toFloats()).as(other).isEqualTo(a.get(key).toFloats());
    }

    private static void run(List<Image> references, TensorRecorder trace) {
        try (var _ = Autograd.disabled();
                var _ = Scope.open()) {
            Noise noise = new Noise.Seeded(6);
            Sample sample = model.generation().sample("put the first on the second", "blurry", references);
            Prepared prepared = model.generation().prepare(List.of(sample), trace);
            Tensor latents = model.generation().denoise(prepared, SIZE, OPTIONS, noise, trace);
            model.generation().decode(latents, trace);
        }
    }
}
