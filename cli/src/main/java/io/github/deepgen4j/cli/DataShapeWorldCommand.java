// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.data.ShapeWorldData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    private SampleSetMixin set;

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
        set.requireSamples();
        Map<Kind, Double> weights = new LinkedHashMap<>();
        kinds.forEach(kind -> weights.put(kind, 1.0));
        return set.write(Scene.SIDE, new ShapeWorldData(weights).numbered(set.seed()));
    }
}
