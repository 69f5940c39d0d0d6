// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.Bench;
import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The work that is timed: networks, their dimensions and arithmetic, and how often. */
final class BenchMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private DimensionsMixin dimensions;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            description = "Model to take the dimensions from, and for e2e the weights.")
    private Optional<String> model;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            split = ",",
            description =
                    "vision, vlm, scb, dit-step, vae-encode, vae-decode, train-step or e2e; default: all but the last"
                            + " two.")
    private List<String> stages = List.of();

    @Option(names = "--edit", description = "Measure an edit with one reference image.")
    private boolean edit;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batch size of train-step, default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--activation-checkpointing",
            description = "Let train-step keep only the inputs of its blocks and recompute the rest.")
    private boolean recompute;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "4",
            description = "Denoising steps of e2e, default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs per stage, of which the fastest is reported; default ${DEFAULT-VALUE}.")
    private int repeat;

    @Option(
            names = "--offload",
            paramLabel = "auto|none|model",
            converter = OffloadConverter.class,
            defaultValue = "auto",
            description = "Model offload between the stages of e2e, default ${DEFAULT-VALUE}.")
    private Offload offload;

    @Mixin
    private AdapterMixin adapters;

    List<String> stages() {
        return stages;
    }

    /** The measurement; refuses options that it would have no use for. */
    Bench bench() {
        Usage.refuse(spec, model.isPresent(), "--model already gives the dimensions", "--preset");
        Usage.refuse(
                spec,
                !stages.contains("train-step"),
                "only valid with --stage train-step",
                "--batch",
                "--activation-checkpointing");
        Usage.refuse(spec, !stages.contains("e2e"), "only valid with --stage e2e", "--steps", "--offload", "--lora");
        return new Bench(
                dimensions.preset().orElse(Preset.DEEPGEN_1_0),
                model.map(ModelNames::folder),
                dimensions.size(),
                edit,
                batch,
                recompute,
                steps,
                repeat,
                new ModelOptions(dimensions.compute(), ModelOptions.DEFAULT.constants(), offload, adapters.adapters()));
    }
}
