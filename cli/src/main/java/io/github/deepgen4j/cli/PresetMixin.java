// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.config.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The dimensions of a run's model, for forecasts that need no model. */
final class PresetMixin {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = ModelInitCommand.PresetConverter.class,
            description = "Dimensions to forecast for: deepgen-1.0 (default where there is no model), nano, tiny.")
    private Optional<Preset> preset = Optional.empty();

    /** Those of the model of a run, or of a preset where it is not there. */
    ModelConfig dimensions(TrainConfig effective, CommandSpec spec) {
        Optional<Path> folder = folder(effective);
        if (preset.isEmpty() && folder.isPresent()) {
            return ModelConfig.read(folder.get());
        }
        Preset chosen = preset.orElse(Preset.DEEPGEN_1_0);
        if (preset.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("note: %s is not there; the forecast is for the dimensions of %s (--preset names others)"
                            .formatted(effective.model(), chosen));
        }
        return chosen.config();
    }

    /** The folder of the model; empty if it is not there, which a forecast can do without. */
    private static Optional<Path> folder(TrainConfig effective) {
        try {
            return Optional.of(effective.modelFolder()).filter(Files::exists);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}
