// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
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

    @Mixin
    private ArithmeticMixin arithmetic;

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

    /** Tells on stderr, once, which words the model has never seen, and if a size is not the one it was trained for. */
    void noteLimits(DeepGen deepgen, String prompt, Optional<Size> size) {
        if (!noted) {
            ModelLimits.note(Path.of(model).getFileName().toString(), deepgen, prompt, size)
                    .ifPresent(note -> {
                        command.commandLine().getErr().println("deepgen: " + note);
                        noted = true;
                    });
        }
    }

    DeepGen open() {
        return DeepGen.open(model, arithmetic.options().withAdapters(adapters.adapters()));
    }
}
