// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Optional;

/** Watches the drawing of images: a bar of steps, cancellation, and a record of intermediates, which it owns. */
final class DrawingWatch implements AutoCloseable {
    private final Observer progress;
    private final Optional<Path> trace;
    private final Optional<TensorRecorder> recorder;

    /** @param trace the file for the record, if there is to be one */
    DrawingWatch(Interruption interruption, int steps, Optional<Path> trace) {
        this.progress = new Steps(interruption, steps);
        this.trace = trace;
        this.recorder = trace.map(_ -> new TensorRecorder(progress));
    }

    Observer observer() {
        return recorder.<Observer>map(r -> r).orElse(progress);
    }

    /** Writes what was recorded. */
    void write() {
        recorder.ifPresent(tensors -> tensors.write(trace.orElseThrow()));
    }

    @Override
    public void close() {
        recorder.ifPresent(TensorRecorder::close);
    }

    private static final class Steps implements Observer {
        private final Interruption interruption;
        private final int steps;
        private Bar bar;

        Steps(Interruption interruption, int steps) {
            this.interruption = interruption;
            this.steps = steps;
        }

        @Override
        public void stage(Stage stage) {
            if (stage == Stage.DENOISE) {
                bar = Bar.open("drawing", steps, "steps");
            }
        }

        @Override
        public void step(int step, int of, Tensor latents) {
            bar.step(1);
            if (step == of) {
                bar.close();
            }
        }

        @Override
        public boolean cancelled() {
            return interruption.requested();
        }
    }
}
