// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ImageForecast;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The memory that an image would take, of a model or of dimensions alone. */
final class ForecastMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--forecast",
            description = "Also forecast the memory that an image needs, stage by stage; with --preset in place of a"
                    + " model.")
    private boolean wanted;

    @Option(
            names = "--references",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of reference images of this size, default ${DEFAULT-VALUE}.")
    private int references;

    @Mixin
    private DimensionsMixin dimensions;

    /** Refuses options without use, and anything but either a model or dimensions. */
    void requireOne(Optional<String> model) {
        Usage.refuse(spec, !wanted, "only valid with --forecast", "--size", "--references", "--dtype");
        Usage.refuse(spec, !wanted, "only valid with --forecast; model init --preset makes a model", "--preset");
        if (model.isPresent() == dimensions.preset().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "expected a model (DIR, OWNER/NAME or nano), or --forecast --preset NAME");
        }
    }

    /** For each way of offloading; none unless asked for. */
    List<MemoryForecast> of(Optional<String> model) {
        if (!wanted) {
            return List.of();
        }
        if (model.isEmpty()) {
            ModelConfig config = dimensions.preset().orElseThrow().config();
            return ImageForecast.of(
                    config, dimensions.compute(), dimensions.size().orElse(config.defaultSize()), references);
        }
        try (DeepGen deepgen = DeepGen.open(model.get(), ModelOptions.DEFAULT.withCompute(dimensions.compute()))) {
            return ImageForecast.of(
                    deepgen, dimensions.size().orElse(deepgen.config().defaultSize()), references);
        }
    }
}
