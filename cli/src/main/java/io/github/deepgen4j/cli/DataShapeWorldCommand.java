// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.SampleWriter;
import io.github.deepgen4j.training.data.ShapeWorldData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deepgen data shapeworld}: coloured shapes in the file formats of real data. */
@Command(
        name = "shapeworld",
        customSynopsis = "deepgen data shapeworld [OPTIONS] -o=DIR",
        description = "Writes a synthetic data set: coloured shapes, prompts and edits.",
        footer = {
            "",
            "The files have the formats of real data. One prompt in eight is held out for the benchmark and never"
                    + " written."
        })
final class DataShapeWorldCommand implements Callable<Integer> {
    @Spec
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

    @Option(
            names = "--categories",
            paramLabel = "WORD",
            split = ",",
            converter = KindConverter.class,
            completionCandidates = Words.class,
            description = "Kinds of prompts and edits, in equal shares; default all: ${COMPLETION-CANDIDATES}.")
    private List<Kind> kinds = Kind.ALL;

    /** For the help text. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            super(Kind.ALL.stream().map(Kind::word).toList());
        }
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count expected >= 1, found " + count);
        }
        Map<Kind, Double> weights = new LinkedHashMap<>();
        kinds.forEach(kind -> weights.put(kind, 1.0));
        try (var interruption = new Interruption();
                Bar bar = Bar.open("drawing", count, "samples")) {
            new SampleWriter(out, Scene.SIDE)
                    .write(new ShapeWorldData(weights).numbered(seed), count, interruption::requested, bar::step);
            if (interruption.requested()) {
                return Failure.INTERRUPTED;
            }
        }
        System.out.println(out.resolve("data.yaml"));
        return 0;
    }
}
