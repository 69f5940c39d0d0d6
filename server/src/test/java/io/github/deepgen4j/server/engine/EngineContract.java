// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every engine. */
abstract class EngineContract {
    private static final int STEPS = 3;

    private Engine engine;

    abstract Engine open();

    @BeforeEach
    void start() throws InterruptedException {
        engine = open();
        while (!engine.state().up()) {
            Thread.sleep(20);
        }
    }

    @AfterEach
    void stop() {
        engine.close();
        assertThat(engine.state().phase()).isEqualTo(EngineState.Phase.CLOSED);
    }

    Engine engine() {
        return engine;
    }

    static DrawRequest request(String prompt, int count, List<byte[]> references) {
        return request(prompt, count, STEPS, references);
    }

    static DrawRequest request(String prompt, int count, int steps, List<byte[]> references) {
        return request(prompt, count, steps, references, Speed.EXACT);
    }

    private static DrawRequest request(String prompt, int count, int steps, List<byte[]> references, Speed speed) {
        return new DrawRequest(
                new DrawSettings(
                        prompt,
                        Optional.empty(),
                        Optional.of(new Size(64, 64)),
                        count,
                        steps,
                        Optional.of(2.0),
                        7,
                        ResizeRule.FIX_PIXELS,
                        OptionalInt.empty(),
                        PosteriorDraw.SAMPLE,
                        SkipLayerGuidance.OFF,
                        speed,
                        List.of()),
                references,
                Optional.empty());
    }

    /** Writes down what it is told, and cancels after a number of steps. */
    static class Recorder implements DrawWatch {
        final List<String> events = new ArrayList<>();
        final List<DrawnImage> images = new ArrayList<>();
        final List<byte[]> checkpoints = new ArrayList<>();
        private final int mostSteps;
        private int steps;

        Recorder(int mostSteps) {
            this.mostSteps = mostSteps;
        }

        @Override
        public boolean cancelled() {
            return steps >= mostSteps;
        }

        @Override
        public Previews previews() {
            return new Previews(1, false);
        }

        @Override
        public void stage(int image, String stage) {
            events.add(image + " " + stage);
        }

        @Override
        public void step(int image, int step, int all) {
            steps++;
            events.add(image + " step " + step + " of " + all);
        }

        @Override
        public void preview(int image, int step, byte[] jpeg) {
            events.add(image + " preview " + step + " "
                    + Image.read(jpeg, "preview").width());
        }

        @Override
        public void checkpoint(int image, byte[] state) {
            events.add(image + " checkpoint");
            checkpoints.add(state);
        }

        @Override
        public void image(DrawnImage image) {
            events.add(image.number() + " image");
            images.add(image);
        }
    }

    private Recorder draw(DrawRequest request, int first) {
        var recorder = new Recorder(Integer.MAX_VALUE);
        engine.draw(request, DrawStart.of(first), recorder);
        return recorder;
    }

    @Test
    void itTellsWhatItDoesInOrder() {
        Recorder recorder = draw(request("a red circle", 1, List.of()), 0);
        assertThat(recorder.events)
                .containsExactly(
                        "0 reading",
                        "0 denoising",
                        "0 step 1 of 3",
                        "0 step 2 of 3",
                        "0 preview 2 64",
                        "0 step 3 of 3",
                        "0 decoding",
                        "0 image");
        DrawnImage image = recorder.images.getFirst();
        assertThat(image.seed()).isEqualTo(7);
        assertThat(image.size()).isEqualTo(new Size(64, 64));
        assertThat(Image.read(image.png(), "png").size()).isEqualTo(image.size());
    }

    @Test
    void imagesThatAreThereAreNotDrawnAgain() {
        DrawRequest two = request("a red circle", 2, List.of());
        Recorder whole = draw(two, 0);
        Recorder rest = draw(two, 1);
        assertThat(rest.images).extracting(DrawnImage::number).containsExactly(1);
        assertThat(rest.images.getFirst().seed()).isEqualTo(8);
        assertThat(rest.images.getFirst().png()).isEqualTo(whole.images.get(1).png());
    }

    @Test
    void anImageThatGoesOnInItsMiddleHasTheSameBytes() {
        byte[] reference = Image.of(64, 64, new byte[3 * 64 * 64]).png(Map.of());
        for (DrawRequest twelve : List.of(
                request("a red circle", 2, 12, List.of()), request("make it blue", 2, 12, List.of(reference)))) {
            Recorder whole = draw(twelve, 0);
            assertThat(whole.events).containsSequence("0 step 5 of 12", "0 checkpoint", "0 step 6 of 12");
            assertThat(whole.checkpoints).hasSize(4);
            for (int kept = 0; kept < 2; kept++) {
                var rest = new Recorder(Integer.MAX_VALUE);
                engine.draw(twelve, new DrawStart(0, Optional.of(whole.checkpoints.get(kept))), rest);
                assertThat(rest.events.stream().filter(event -> event.startsWith("0 step")))
                        .hasSize(7 - 5 * kept);
                assertThat(rest.images.get(0).png())
                        .isEqualTo(whole.images.get(0).png());
                assertThat(rest.images.get(1).png())
                        .isEqualTo(whole.images.get(1).png());
            }
            var last = new Recorder(Integer.MAX_VALUE);
            engine.draw(twelve, new DrawStart(1, Optional.of(whole.checkpoints.getLast())), last);
            assertThat(last.images).hasSize(1);
            assertThat(last.images.getFirst().png())
                    .isEqualTo(whole.images.get(1).png());
        }
    }

    /** No state that is written down has what steps remember of each other. */
    @Test
    void anImageAtAnotherSpeedIsDrawnFromItsBeginning() {
        DrawRequest exact = request("a red circle", 1, 12, List.of());
        DrawRequest fast = request("a red circle", 1, 12, List.of(), Speed.FAST);
        Recorder whole = draw(exact, 0);
        Recorder sped = draw(fast, 0);
        assertThat(sped.checkpoints).isEmpty();
        assertThat(sped.images.getFirst().png())
                .isNotEqualTo(whole.images.getFirst().png());
        var again = new Recorder(Integer.MAX_VALUE);
        engine.draw(fast, new DrawStart(0, Optional.of(whole.checkpoints.getFirst())), again);
        assertThat(again.events).contains("0 step 1 of 12");
        assertThat(again.images.getFirst().png())
                .isEqualTo(sped.images.getFirst().png());
    }

    @Test
    void aRequestIsSettledWithItsCost() {
        assertThat(engine.facts()).isPresent();
        byte[] reference = Image.of(64, 64, new byte[3 * 64 * 64]).png(Map.of());
        Settled plain = engine.settle(request("a red circle", 1, List.of()));
        Settled edit = engine.settle(request("make it blue", 1, List.of(reference)));
        assertThat(plain.size()).isEqualTo(new Size(64, 64));
        assertThat(plain.rows()).isEqualTo(2);
        assertThat(plain.referenceTokens()).isZero();
        assertThat(edit.referenceTokens()).isPositive();
        assertThat(edit.sequence()).isGreaterThan(plain.sequence());
        assertThat(plain.cost(10)).isEqualTo(10.0 * 2 * plain.sequence());
    }

    @Test
    void whatItCannotDrawIsRefusedWithTheField() {
        var tooLong = catchThrowableOfType(
                EngineException.class, () -> engine.settle(request("x ".repeat(3000), 1, List.of())));
        assertThat(tooLong.kind()).isEqualTo(EngineException.Kind.REFUSED);
        assertThat(tooLong.code()).isEqualTo("prompt_too_long");
        assertThat(tooLong.field()).isEqualTo("prompt");
        var noImage = catchThrowableOfType(
                EngineException.class, () -> engine.settle(request("x", 1, List.of("no image".getBytes()))));
        assertThat(noImage.code()).isEqualTo("invalid_image");
    }

    @Test
    void aCancelledDrawingEndsAndTheNextOneIsDrawn() {
        var recorder = new Recorder(1);
        var cancelled = catchThrowableOfType(
                EngineException.class,
                () -> engine.draw(request("a red circle", 2, List.of()), DrawStart.of(0), recorder));
        assertThat(cancelled.kind()).isEqualTo(EngineException.Kind.CANCELLED);
        assertThat(recorder.images).isEmpty();
        assertThat(draw(request("a red circle", 1, List.of()), 0).images).hasSize(1);
    }
}
