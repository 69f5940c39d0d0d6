// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A prompt is read once, and no image shows it. */
class PromptCacheTest {
    private static final String READ = "seq";
    private static final String ENCODED = "vae_mean.0.0";

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static DeepGen open(long cache) {
        return DeepGen.open(Golden.path("tiny"), ModelOptions.DEFAULT.withPromptCache(cache));
    }

    private static DeepGen open() {
        return DeepGen.open(Golden.path("tiny"));
    }

    private static GenerateRequest request(String prompt) {
        return GenerateRequest.of(prompt).withSize(32, 32).withSteps(2).withGuidance(3);
    }

    private static EditRequest edit(int shade, String prompt) {
        byte[] rgb = new byte[3 * 32 * 32];
        rgb[0] = (byte) shade;
        return EditRequest.of(Image.of(32, 32, rgb), prompt)
                .withResize(ResizeRule.NONE, 32)
                .withSteps(2)
                .withGuidance(3);
    }

    /** The keys of what is computed, without a wish to see it. */
    private static final class Watch implements Observer {
        private final List<String> computed = new ArrayList<>();
        private final List<Stage> stages = new ArrayList<>();

        @Override
        public void record(String key, Supplier<Tensor> tensor) {
            computed.add(key);
        }

        @Override
        public void stage(Stage stage) {
            stages.add(stage);
        }
    }

    private static List<String> computed(DeepGen deepgen, GenerateRequest request) {
        var watch = new Watch();
        deepgen.generate(request, 1, watch);
        return watch.computed;
    }

    private static List<String> computed(DeepGen deepgen, EditRequest request) {
        var watch = new Watch();
        deepgen.edit(request, 1, watch);
        return watch.computed;
    }

    @Test
    void anotherSeedOfAPromptDoesNotReadItAgain() {
        try (DeepGen deepgen = open()) {
            assertThat(computed(deepgen, request("a red circle"))).contains(READ);
            assertThat(computed(deepgen, request("a red circle").withSeed(7)))
                    .doesNotContain(READ)
                    .contains("noise", "pixels");
            assertThat(computed(deepgen, request("a blue circle"))).contains(READ);
            assertThat(computed(deepgen, request("a red circle").withNegative("blue")))
                    .contains(READ);
            assertThat(computed(
                            deepgen, request("a red circle").withSize(64, 32).withSteps(1)))
                    .doesNotContain(READ);
        }
    }

    @Test
    void anEditIsKnownByItsReferencesToo() {
        try (DeepGen deepgen = open()) {
            assertThat(computed(deepgen, edit(1, "make it blue"))).contains(READ, ENCODED);
            assertThat(computed(deepgen, edit(1, "make it blue").withSeed(3)))
                    .doesNotContain(READ, ENCODED)
                    .contains("vae_epsilon.0.0");
            assertThat(computed(deepgen, edit(2, "make it blue"))).contains(READ, ENCODED);
        }
    }

    @Test
    void imagesAreTheSameToTheByte() {
        try (DeepGen without = open(0);
                DeepGen with = open()) {
            for (long seed = 1; seed <= 3; seed++) {
                assertThat(with.generate(request("a red circle").withSeed(seed))
                                .image()
                                .rgb())
                        .isEqualTo(without.generate(request("a red circle").withSeed(seed))
                                .image()
                                .rgb());
                assertThat(with.edit(edit(1, "make it blue").withSeed(seed))
                                .image()
                                .rgb())
                        .isEqualTo(without.edit(edit(1, "make it blue").withSeed(seed))
                                .image()
                                .rgb());
            }
        }
    }

    @Test
    void stagesAreToldAsEver() {
        try (DeepGen deepgen = open()) {
            deepgen.edit(edit(1, "make it blue"));
            var watch = new Watch();
            deepgen.edit(edit(1, "make it blue"), 1, watch);
            assertThat(watch.stages)
                    .containsExactly(Stage.READ_PROMPT, Stage.READ_REFERENCES, Stage.DENOISE, Stage.DECODE);
        }
    }

    @Test
    void whoWantsAllTensorsSeesThemMadeAgain() {
        try (DeepGen deepgen = open();
                var recorder = new TensorRecorder()) {
            deepgen.generate(request("a red circle"));
            deepgen.generate(request("a red circle"), 1, recorder);
            assertThat(recorder.tensors()).containsKeys(READ, "input_ids", "noise");
        }
    }

    @Test
    void withoutACacheNothingStays() {
        try (DeepGen deepgen = open(0)) {
            deepgen.generate(request("a red circle"));
            long resting = Scope.liveHandles();
            assertThat(computed(deepgen, request("a red circle"))).contains(READ);
            assertThat(Scope.liveHandles()).isEqualTo(resting);
        }
        assertThatThrownBy(() -> ModelOptions.DEFAULT.withPromptCache(-1)).hasMessageContaining("0 bytes or more");
    }

    @Test
    void manyPromptsTakeNoMoreThanTheLimit() {
        try (DeepGen deepgen = open(1 << 17)) {
            long most = 0;
            for (int i = 0; i < 40; i++) {
                deepgen.generate(request("circle number " + i).withSteps(1));
                most = i < 20 ? Math.max(most, Scope.liveHandles()) : most;
            }
            assertThat(Scope.liveHandles()).isLessThanOrEqualTo(most);
            assertThat(computed(deepgen, request("circle number 39"))).doesNotContain(READ);
            assertThat(computed(deepgen, request("circle number 0"))).contains(READ);
        }
    }

    /** Prompts push each other out all the time while their images are drawn. */
    @Test
    void manyCallersOfManyPromptsGetTheirOwnImages() throws InterruptedException {
        Map<String, byte[]> alone = new HashMap<>();
        List<String> prompts = List.of("a red circle", "a blue square", "two dots", "a star", "nothing at all");
        try (DeepGen deepgen = open(0)) {
            prompts.forEach(prompt ->
                    alone.put(prompt, deepgen.generate(request(prompt)).image().rgb()));
        }
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Queue<String> right = new ConcurrentLinkedQueue<>();
        try (DeepGen deepgen = open(1 << 17);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String prompt = prompts.get(i * 7 % prompts.size());
                threads.submit(() -> {
                    byte[] drawn = deepgen.generate(request(prompt)).image().rgb();
                    (Arrays.equals(drawn, alone.get(prompt)) ? right : wrong).add(prompt);
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(wrong).isEmpty();
        assertThat(right).hasSize(200);
    }

    // ---- the cache alone ----

    private static Sample sample(long... ids) {
        var prompt = new TokenizedPrompt(ids, List.of());
        return new Sample(prompt, new TokenizedPrompt(new long[] {0}, List.of()), List.of());
    }

    /** 4 numbers of a prompt, as many of the negative one, and 2 of a posterior: 40 bytes. */
    private static Prepared prepared(float value) {
        Tensor both = Tensor.full(value, DType.F32, 2, 3, 1);
        Tensor pooled = Tensor.full(value, DType.F32, 2, 1);
        var posterior = new Posterior(Tensor.full(value, DType.F32, 1), Tensor.full(value, DType.F32, 1));
        return new Prepared(ConditionPair.of(new Conditions(both, pooled)), List.of(List.of(posterior)));
    }

    private static float value(Prepared prepared) {
        return (float) prepared.references().getFirst().getFirst().mean().item();
    }

    @Test
    void whatWasNotAskedForLongestGoesFirst() {
        try (var cache = new PreparedCache(80)) {
            try (var _ = Scope.open()) {
                assertThat(value(cache.put(sample(1), List.of(), prepared(1)))).isEqualTo(1);
                cache.put(sample(2), List.of(), prepared(2));
                assertThat(cache.bytes()).isEqualTo(80);
            }
            try (var _ = Scope.open()) {
                assertThat(value(cache.get(sample(1), List.of()).orElseThrow())).isEqualTo(1);
                cache.put(sample(3), List.of(), prepared(3));
                assertThat(cache.bytes()).isEqualTo(80);
                assertThat(cache.get(sample(2), List.of()))
                        .as("not asked for since")
                        .isEmpty();
                assertThat(value(cache.get(sample(1), List.of()).orElseThrow())).isEqualTo(1);
                assertThat(value(cache.get(sample(3), List.of()).orElseThrow())).isEqualTo(3);
            }
        }
    }

    @Test
    void whatIsBeyondTheLimitIsNotKept() {
        try (var cache = new PreparedCache(39);
                var _ = Scope.open()) {
            Prepared made = prepared(1);
            assertThat(cache.put(sample(1), List.of(), made)).isSameAs(made);
            assertThat(cache.get(sample(1), List.of())).isEmpty();
            assertThat(cache.bytes()).isZero();
        }
    }

    @Test
    void whatComesAgainTakesThePlaceOfItself() {
        try (var cache = new PreparedCache(100);
                var _ = Scope.open()) {
            cache.put(sample(1), List.of(), prepared(1));
            cache.put(sample(1), List.of(), prepared(2));
            assertThat(cache.bytes()).isEqualTo(40);
            assertThat(value(cache.get(sample(1), List.of()).orElseThrow())).isEqualTo(2);
        }
    }
}
