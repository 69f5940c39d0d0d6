// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.hub.HubSettings;
import io.github.deepgen4j.hub.Pull;
import io.github.deepgen4j.hub.RepositoryId;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Residency;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which model, and how it computes. */
final class ModelMixin {
    static final String NANO = "nano";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            defaultValue = "${env:DEEPGEN_MODEL:-nano}",
            description = "Checkpoint folder, pulled repository, or nano for the embedded one; default ${DEFAULT-VALUE}"
                    + " (DEEPGEN_MODEL).")
    private String model;

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|bf16",
            defaultValue = "auto",
            description = "Type of the arithmetic; auto takes bf16 for a large model on a machine where it is faster.")
    private Compute compute;

    @Option(
            names = "--buffers",
            paramLabel = "bf16|f32",
            defaultValue = "bf16",
            description = "Rounded or exact rotary frequencies and CLIP constants; the weights were trained with bf16.")
    private ConstantPrecision constants;

    @Option(
            names = "--residency",
            paramLabel = "auto|all|staged",
            defaultValue = "auto",
            description =
                    "Which weights stay in memory between the stages of an image; auto takes staged when all do not"
                            + " fit.")
    private Residency residency;

    DeepGen open() {
        return open(model, new ModelOptions(compute, constants, residency));
    }

    static DeepGen open(String model, ModelOptions options) {
        return model.equals(NANO)
                ? DeepGen.nano(options)
                : DeepGen.open(folder(model, HubSettings::ofProcess), options);
    }

    /** A folder goes before a repository of the same name. */
    static Path folder(String model, Supplier<HubSettings> hub) {
        Path folder = Path.of(model);
        if (Files.exists(folder) || !RepositoryId.isOne(model)) {
            return folder;
        }
        return Pull.cached(model, hub.get())
                .orElseThrow(
                        () -> new ConfigException(model + ": no such folder. If it is a repository of the Hugging Face"
                                + " hub, download it first: deepgen model pull " + model));
    }
}
