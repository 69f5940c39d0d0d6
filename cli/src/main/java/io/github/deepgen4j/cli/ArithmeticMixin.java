// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.tensor.Device;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The arithmetic of a model, and the place of its weights. */
final class ArithmeticMixin {
    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|bf16|int8",
            defaultValue = "auto",
            description =
                    "Compute type; auto chooses bf16 for large models where it is faster, else f32. int8 quantises the"
                            + " linear layers: faster, half the memory, a little less exact (docs/speed.md).")
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

    /** Options of a model without adapters. */
    ModelOptions options() {
        return new ModelOptions(compute, constants, offload, List.of());
    }

    /** These options, and the device, as another process of this program reads them. */
    List<String> arguments() {
        return List.of(
                "--dtype",
                compute.name().toLowerCase(Locale.ROOT),
                "--constant-precision",
                constants.name().toLowerCase(Locale.ROOT),
                "--offload",
                OffloadConverter.word(offload),
                "--device",
                Device.getDefault().name().toLowerCase(Locale.ROOT));
    }
}
