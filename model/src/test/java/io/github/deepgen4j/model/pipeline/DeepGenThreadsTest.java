// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One model under many threads: queue, giving up, closing. */
@Timeout(120)
class DeepGenThreadsTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red apple").withSize(32, 32).withSteps(2);
    private static final GenerateRequest LONG = REQUEST.withSteps(1000);

    private DeepGen deepgen;

    @BeforeEach
    void open() {
        deepgen = DeepGen.open(Golden.path("tiny"));
    }

    @AfterEach
    void closingReleasesEverything() {
        deepgen.close();
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Tells when an image is being drawn, and lets it go on when told. */
    private static final class Gate implements Observer {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile int steps;

        @Override
        public void step(DenoisingStep step) {
            steps = step.number();
            begun.countDown();
            awaited(open);
        }

        void awaitBegin() {
            awaited(begun);
        }

        void open() {
            open.countDown();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void virtualThreadsDrawTheSameBytes() throws InterruptedException {
        byte[] expected = deepgen.generate(REQUEST).png();
        var drawn = new AtomicReference<byte[]>();
        Thread.startVirtualThread(() -> drawn.set(deepgen.generate(REQUEST).png()))
                .join();
        assertThat(drawn.get()).isEqualTo(expected);
    }

    @Test
    void aVirtualThreadMayOpenAndClose() throws InterruptedException {
        var images = new ArrayList<Generated>();
        Thread.startVirtualThread(() -> {
                    try (var own = DeepGen.open(Golden.path("tiny"))) {
                        images.add(own.generate(REQUEST));
                    }
                })
                .join();
        assertThat(images).hasSize(1);
    }

    @Test
    void requestsAreDrawnInTheOrderInWhichTheyCame() {
        var gate = new Gate();
        List<Long> order = new ArrayList<>();
        var first = deepgen.generateAsync(REQUEST.withSeed(1), 1, gate, image -> order.add(image.seed()));
        gate.awaitBegin();
        var others = new ArrayList<CompletableFuture<?>>();
        for (long seed = 2; seed <= 5; seed++) {
            others.add(
                    deepgen.generateAsync(REQUEST.withSeed(seed), 1, Observer.NONE, image -> order.add(image.seed())));
        }
        assertThat(deepgen.waiting()).isEqualTo(4);
        gate.open();
        first.join();
        others.forEach(CompletableFuture::join);
        assertThat(order).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(deepgen.waiting()).isZero();
    }

    @Test
    void aRunningImageEndsBeforeItsNextStep() {
        var gate = new Gate();
        CompletableFuture<Generated> image = deepgen.generateAsync(LONG, gate);
        gate.awaitBegin();
        image.cancel(true);
        gate.open();
        deepgen.generate(REQUEST); // waits for its turn
        assertThat(gate.steps).isEqualTo(1);
        assertThat(image).isCancelled();
    }

    @Test
    void aCancelledRequestThatWaitsNeverRuns() {
        var gate = new Gate();
        CompletableFuture<Generated> running = deepgen.generateAsync(REQUEST, gate);
        gate.awaitBegin();
        var second = new Gate();
        CompletableFuture<Generated> waiting = deepgen.generateAsync(REQUEST, second);
        waiting.cancel(false);
        assertThat(deepgen.waiting()).isZero();
        gate.open();
        running.join();
        deepgen.generate(REQUEST);
        assertThat(second.steps).isZero();
    }

    @Test
    void timeOutsEndTheWork() {
        var steps = new ArrayList<Integer>();
        CompletableFuture<Generated> image = deepgen.generateAsync(LONG, new Observer() {
                    @Override
                    public void step(DenoisingStep step) {
                        steps.add(step.number());
                    }
                })
                .orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(image::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        deepgen.generate(REQUEST);
        assertThat(steps.size()).isLessThan(1000);
    }

    @Test
    void aWaitThatTimesOutLeavesTheWorkToTheCaller() throws Exception {
        var gate = new Gate();
        CompletableFuture<Generated> image = deepgen.generateAsync(REQUEST, gate);
        gate.awaitBegin();
        assertThatThrownBy(() -> image.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        gate.open();
        assertThat(image.get().seed()).isEqualTo(42);
    }

    @Test
    void anInterruptGivesUpAtOnceAndKeepsTheFlag() throws InterruptedException {
        var gate = new Gate();
        var thrown = new AtomicReference<Throwable>();
        var flag = new AtomicBoolean();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                deepgen.generate(LONG, 1, gate);
            } catch (CancelledException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        gate.awaitBegin();
        caller.interrupt();
        caller.join(); // though the gate is closed
        assertThat(thrown.get()).hasMessageContaining("interrupted");
        assertThat(flag).isTrue();
        gate.open();
        deepgen.generate(REQUEST);
        assertThat(gate.steps).isEqualTo(1);
    }

    @Test
    void aCallerThatIsInterruptedAlreadyDrawsNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> deepgen.generate(LONG)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closingEndsWhatRunsAndFailsWhatWaits() {
        var gate = new Gate();
        CompletableFuture<Generated> running = deepgen.generateAsync(LONG, gate);
        gate.awaitBegin();
        CompletableFuture<Generated> waiting = deepgen.generateAsync(REQUEST);
        Thread closing = Thread.startVirtualThread(deepgen::close);
        for (CompletableFuture<Generated> image : List.of(running, waiting)) {
            assertThatThrownBy(image::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ModelClosedException.class)
                    .hasMessageContaining("this model is closed");
        }
        gate.open();
        deepgen.close();
        assertThat(gate.steps).isEqualTo(1);
        assertThat(closing.isVirtual()).isTrue();
    }

    @Test
    void afterClosingEveryCallSaysSo() {
        deepgen.close();
        deepgen.close();
        List<Runnable> calls = List.of(
                () -> deepgen.generate(REQUEST),
                () -> deepgen.generateAsync(REQUEST),
                () -> deepgen.recipe(REQUEST),
                () -> deepgen.forecast(REQUEST, Offload.AUTO),
                deepgen::config,
                deepgen::fingerprint,
                deepgen::compute,
                deepgen::waiting);
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(ModelClosedException.class)
                    .hasMessage("this model is closed; open another one");
        }
    }

    @Test
    void anObserverMayClose() {
        CompletableFuture<Generated> image = deepgen.generateAsync(LONG, new Observer() {
            @Override
            public void step(DenoisingStep step) {
                deepgen.close();
            }
        });
        assertThatThrownBy(image::join).hasCauseInstanceOf(ModelClosedException.class);
    }

    @Test
    void anObserverMayAskButNotWaitForAnImage() {
        var asked = new ArrayList<String>();
        deepgen.generate(REQUEST, 1, new Observer() {
            @Override
            public void step(DenoisingStep step) {
                asked.add(deepgen.recipe(REQUEST).prompt());
                assertThatThrownBy(() -> deepgen.generate(REQUEST))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("generateAsync");
            }
        });
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatFollowsAFutureMayWaitForTheNextImage() {
        Generated second = deepgen.generateAsync(REQUEST)
                .thenApply(first -> deepgen.generate(REQUEST.withSeed(first.seed() + 1)))
                .join();
        assertThat(second.seed()).isEqualTo(43);
    }

    @Test
    void failuresAreThoseOfOneRequestAlone() {
        for (Error error : List.of(new OutOfMemoryError("made up"), new StackOverflowError(), new AssertionError())) {
            Observer failing = new Observer() {
                @Override
                public void step(DenoisingStep step) {
                    Thread.currentThread().interrupt(); // the thread is the model's: this must not stay, either
                    throw error;
                }
            };
            assertThatThrownBy(() -> deepgen.generate(REQUEST, 1, failing)).isSameAs(error);
            assertThatThrownBy(deepgen.generateAsync(REQUEST, failing)::join).hasCause(error);
            assertThatThrownBy(() -> deepgen.generate(REQUEST, 1, Observer.NONE, _ -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }
        assertThat(deepgen.generate(REQUEST).image().width()).isEqualTo(32);
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeItWaits() {
        var gate = new Gate();
        CompletableFuture<Generated> running = deepgen.generateAsync(REQUEST, gate);
        gate.awaitBegin();
        assertThatThrownBy(() -> deepgen.generateAsync(REQUEST.withSize(16_000, 16_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(deepgen.recipe(REQUEST).steps()).isEqualTo(2);
        gate.open();
        running.join();
    }

    @Test
    void anImageOfACountComesWhenItIsFinished() {
        var seeds = new ArrayList<Long>();
        List<Generated> all = deepgen.generateAsync(
                        REQUEST.withSeed(-1), 3, Observer.NONE, image -> seeds.add(image.seed()))
                .join();
        assertThat(seeds).containsExactly(-1L, 0L, 1L); // 2^64 - 1, then around
        assertThat(all).extracting(Generated::number).containsExactly(0, 1, 2);
    }

    @Test
    void whatCannotBeOpenedFailsOnTheCallersThread() {
        assertThatThrownBy(() -> DeepGen.open(Path.of("no", "such", "folder"))).isInstanceOf(ConfigException.class);
    }
}
