// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.image.Size;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The dimensions that time and memory of an image depend on, for a model whose files need not be there. */
final class DimensionsMixin {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = ModelInitCommand.PresetConverter.class,
            description = "Dimensions without a model's files: deepgen-1.0, nano or tiny.")
    private Optional<Preset> preset;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the image in pixels; default: the model's own.")
    private Optional<Size> size;

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|bf16|int8",
            defaultValue = "auto",
            description = "Compute type, default ${DEFAULT-VALUE}.")
    private Compute compute;

    Optional<Preset> preset() {
        return preset;
    }

    Optional<Size> size() {
        return size;
    }

    Compute compute() {
        return compute;
    }
}
