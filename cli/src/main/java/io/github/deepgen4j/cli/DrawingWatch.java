// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.image.OutputFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the drawing of images: a bar of steps, cancellation, a file with previews, and a record of intermediates,
 * which it owns.
 */
final class DrawingWatch implements AutoCloseable {
    private static final int PREVIEWS = 10; // of an image; each costs about half a step

    private final Observer progress;
    private final Optional<Path> trace;
    private final Optional<TensorRecorder> recorder;

    /**
     * @param trace the file for the record, if there is to be one
     * @param preview the file for the image as predicted so far, if there is to be one
     */
    DrawingWatch(Interruption interruption, int steps, Optional<Path> trace, Optional<Path> preview) {
        this.progress = new Steps(interruption, steps, preview);
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
        private final Optional<Path> preview;
        private Bar bar;

        Steps(Interruption interruption, int steps, Optional<Path> preview) {
            this.interruption = interruption;
            this.steps = steps;
            this.preview = preview;
        }

        @Override
        public void stage(Stage stage) {
            if (stage == Stage.DENOISE) {
                bar = Bar.open("drawing", steps, "steps");
            }
        }

        @Override
        public void step(DenoisingStep step) {
            bar.step(1);
            if (step.number() == step.steps()) {
                bar.close();
            } else if (step.number() % Math.max(1, step.steps() / PREVIEWS) == 0) {
                preview.ifPresent(
                        file -> AtomicFile.write(file, OutputFormat.of(file).encode(step.image(), Map.of())));
            }
        }

        @Override
        public boolean cancelled() {
            return interruption.requested();
        }
    }
}
