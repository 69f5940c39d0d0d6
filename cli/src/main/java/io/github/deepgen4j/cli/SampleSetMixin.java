// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.training.data.SampleWriter;
import java.nio.file.Path;
import java.util.function.IntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A data set of made samples: where it is written, how large it is, and its seed. */
final class SampleSetMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "New or empty folder.")
    private Path out;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of samples, default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Random seed, default ${DEFAULT-VALUE}.")
    private long seed;

    /** @throws ParameterException if the set would be empty; before anything is read or written */
    void requireSamples() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count expected >= 1, found " + count);
        }
    }

    long seed() {
        return seed;
    }

    /**
     * Writes the set with a bar, and prints the name of its configuration.
     *
     * @param size side of the images in pixels
     * @param samples by number
     * @return the exit code: interrupted, or 0
     */
    int write(int size, IntFunction<SampleWriter.Written> samples) {
        try (var interruption = new Interruption();
                Bar bar = Bar.open("drawing", count, "samples")) {
            new SampleWriter(out, size).write(samples, count, interruption::requested, bar::step);
            if (interruption.requested()) {
                return Failure.INTERRUPTED;
            }
        }
        System.out.println(out.resolve("data.yaml"));
        return 0;
    }
}
