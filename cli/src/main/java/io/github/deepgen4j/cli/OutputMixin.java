// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.Seed;
import io.github.deepgen4j.tensor.Tensor;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Number and files of the images, and the output meanwhile. */
final class OutputMixin {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "out.png",
            description =
                    "The PNG to write, default ${DEFAULT-VALUE}; with --count the names are out-0.png, out-1.png, ...")
    private Path out;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of images, default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Writes all intermediate tensors to a safetensors file, with the keys of testdata/golden.")
    private Optional<Path> trace;

    @Option(names = "--json", description = "Print one JSON object per image instead of its file name.")
    private boolean json;

    int count() {
        return count;
    }

    /** Refuses what could only fail after the work is done. */
    void check(boolean noiseFile) {
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--count expected >= 1, found " + count);
        }
        if (count > 1 && (trace.isPresent() || noiseFile)) {
            throw new ParameterException(
                    command.commandLine(), "--trace and --noise apply to a single image: leave out --count");
        }
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new ParameterException(command.commandLine(), "--out expected a name ending in .png, found " + out);
        }
        Usage.checkWritable(command, "--out", files().file(count - 1));
        trace.ifPresent(file -> Usage.checkWritable(command, "--trace", file));
    }

    /** Refuses to write over an image that is edited: its recipe would name an image that is gone. */
    void checkNotOneOf(List<Path> references) {
        files().over(references).ifPresent(file -> {
            throw new ParameterException(
                    command.commandLine(), "--out " + file + " is the image to be edited: name another file");
        });
    }

    private OutputFiles files() {
        return new OutputFiles(out, count);
    }

    /**
     * Watches the work: a bar on the terminal, cancellation, and, if a file for it was named, a record of
     * intermediates.
     */
    Watch watch(Interruption interruption, int steps) {
        Observer progress = new Observer() {
            private Bar bar;

            @Override
            public void stage(Stage stage) {
                if (stage == Stage.DENOISE) {
                    bar = Bar.open("drawing", steps, "steps");
                }
            }

            @Override
            public void step(int step, int steps, Tensor latents) {
                bar.step(1);
                if (step == steps) {
                    bar.close();
                }
            }

            @Override
            public boolean cancelled() {
                return interruption.requested();
            }
        };
        return new Watch(progress, trace.map(_ -> new TensorRecorder(progress)));
    }

    /** The observer of one command; owns the recorded tensors until closed. */
    final class Watch implements AutoCloseable {
        private final Observer progress;
        private final Optional<TensorRecorder> recorder;
        private final long start = System.nanoTime();

        private Watch(Observer progress, Optional<TensorRecorder> recorder) {
            this.progress = progress;
            this.recorder = recorder;
        }

        Observer observer() {
            return recorder.<Observer>map(r -> r).orElse(progress);
        }

        /** Writes an image as soon as it is finished. */
        void finished(Generated generated) {
            Path file = files().file(generated.number());
            generated.writePng(file);
            print(file, generated.recipe(), (System.nanoTime() - start) / 1e9);
        }

        /** Writes what was recorded. */
        void write() {
            recorder.ifPresent(tensors -> tensors.write(trace.orElseThrow()));
        }

        @Override
        public void close() {
            recorder.ifPresent(TensorRecorder::close);
        }
    }

    private void print(Path file, Recipe made, double seconds) {
        if (!json) {
            System.out.println(file);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file.toString());
        line.put("seed", new BigInteger(Seed.text(made.seed())));
        line.put("width", made.width());
        line.put("height", made.height());
        line.put("seconds", seconds);
        System.out.println(JSON.writeValueAsString(line));
    }
}
