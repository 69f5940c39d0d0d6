// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** A whole image through the public entry, with the time of each part. */
final class EndToEnd {
    private static final String PROMPT =
            "a lighthouse on a cliff at dusk, waves below, a small boat with a red sail, oil painting";

    private EndToEnd() {}

    /** @return one result a stage, each denoising step for itself averaged, and the whole as {@code e2e} */
    static List<Result> measure(DeepGen deepgen, Size size, boolean edit, int steps, BooleanSupplier cancelled) {
        Clock clock = new Clock(cancelled);
        if (edit) {
            Image reference = Image.of(size.width(), size.height(), new byte[3 * size.width() * size.height()]);
            deepgen.edit(
                    EditRequest.of(reference, "turn the scene into winter, with snow on the cliff")
                            .withResize(ResizeRule.SQUARE, size.width())
                            .withSize(size.width(), size.height())
                            .withSteps(steps),
                    1,
                    clock);
        } else {
            deepgen.generate(
                    GenerateRequest.of(PROMPT)
                            .withSize(size.width(), size.height())
                            .withSteps(steps),
                    1,
                    clock);
        }
        return clock.results();
    }

    private static final class Clock implements Observer {
        private final BooleanSupplier cancelled;
        private final long start = DeviceClock.nanos();
        private final List<Result> results = new ArrayList<>();
        private String running;
        private long since = start;
        private long firstStep;

        Clock(BooleanSupplier cancelled) {
            this.cancelled = cancelled;
        }

        @Override
        public boolean cancelled() {
            return cancelled.getAsBoolean();
        }

        @Override
        public void stage(Stage stage) {
            end();
            running = stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public void step(int step, int steps, Tensor latents) {
            if (step == 1) {
                firstStep = DeviceClock.nanos();
                results.add(of("first-step", firstStep - since));
            } else if (step == steps) {
                results.add(of("later-steps-each", (DeviceClock.nanos() - firstStep) / (steps - 1)));
            }
        }

        private void end() {
            long now = DeviceClock.nanos();
            if (running != null) {
                results.add(of(running, now - since));
            }
            since = now;
        }

        List<Result> results() {
            end();
            results.add(of("e2e", DeviceClock.nanos() - start));
            return results;
        }

        private static Result of(String stage, long nanoseconds) {
            return new Result(stage, nanoseconds / 1e9, Double.NaN, Double.NaN);
        }
    }
}
