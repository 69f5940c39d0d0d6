// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.shapeworld.Category;
import io.github.deepgen4j.evaluation.shapeworld.Kind;
import io.github.deepgen4j.training.data.Seed;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.data.ShapeWorldWriter;
import java.nio.file.Path;
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
        description = "Writes coloured shapes with their prompts in the file formats of real data.",
        footer = {"", "The prompts are those that models may learn from; one in eight is held out for the benchmark."})
final class DataShapeWorldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "An empty folder, or one to be made.")
    private Path out;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of pictures, default ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--categories",
            paramLabel = "NAME",
            split = ",",
            description = "Kinds of prompts, all in equal shares by default: ${COMPLETION-CANDIDATES}.")
    private List<Category> categories = List.of(Category.values());

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count expected >= 1, found " + count);
        }
        Map<Kind, Double> weights = new LinkedHashMap<>();
        categories.forEach(category -> weights.put(category, 1.0));
        try (var interruption = new Interruption();
                Bar bar = Bar.open("drawing", count, "pictures")) {
            new ShapeWorldWriter(new ShapeWorldData(weights), new Seed(seed), out)
                    .write(count, interruption::requested, bar::step);
            if (interruption.requested()) {
                return Failure.INTERRUPTED;
            }
        }
        System.out.println(out.resolve("data.yaml"));
        return 0;
    }
}
