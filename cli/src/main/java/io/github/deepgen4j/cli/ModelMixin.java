// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The model and its arithmetic. */
final class ModelMixin {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            defaultValue = "${sys:DEEPGEN_MODEL:-nano}",
            description =
                    "Checkpoint folder, repository downloaded by model pull, or nano for the embedded model; default"
                            + " ${DEFAULT-VALUE} (DEEPGEN_MODEL).")
    private String model;

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|bf16",
            defaultValue = "auto",
            description = "Compute type; auto chooses bf16 for large models where it is faster, else f32.")
    private Compute compute;

    @Option(
            names = "--constant-precision",
            paramLabel = "bf16|f32",
            defaultValue = "bf16",
            description =
                    "Precision of the rotary frequencies and CLIP constants, default ${DEFAULT-VALUE}: rounded as in"
                            + " training, or exact.")
    private ConstantPrecision constants;

    @Option(
            names = "--offload",
            paramLabel = "auto|none|model",
            converter = OffloadConverter.class,
            defaultValue = "auto",
            description =
                    "Model offload: release each network's weights when its stage is done; auto does so if they do not"
                            + " all fit in memory.")
    private Offload offload;

    @Mixin
    private AdapterMixin adapters;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private boolean noted;

    /** Declares the files of the model; images that lie beside them are none. */
    CommandFiles readBy(CommandFiles files) {
        return adapters.readBy(readBy(files, model));
    }

    static CommandFiles readBy(CommandFiles files, String model) {
        return model.equals(ModelNames.NANO)
                ? files
                : files.reads(
                        "the model", Path.of(model), file -> !file.toString().matches("(?i).*\\.(png|jpe?g|webp)"));
    }

    /** Tells on stderr, once, what the embedded model cannot draw of this. */
    void noteLimits(String prompt, Optional<Size> size) {
        if (model.equals(ModelNames.NANO) && !noted) {
            NanoLimits.note(prompt, size).ifPresent(note -> {
                command.commandLine().getErr().println("deepgen: " + note);
                noted = true;
            });
        }
    }

    DeepGen open() {
        return DeepGen.open(model, new ModelOptions(compute, constants, offload, adapters.adapters()));
    }
}
