// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.training.TrainingForecast;
import io.github.deepgen4j.training.config.TrainConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen train CONFIG}: one training run in a folder of its own. */
@Command(
        name = "train",
        description = "Trains as a configuration file says, in a resumable run folder.",
        footer = {
            "",
            "An interrupted run (Ctrl-C, SIGTERM) finishes its step and saves a checkpoint; --resume continues with"
                    + " exactly the next step. To share the work among processes, start them with deepgen launch or"
                    + " torchrun.",
            "",
            "The finished model is in RUN/model; give it to --model."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "YAML file, for example configs/nano-t2i.yaml.")
    private Path config;

    @Mixin
    private RunMixin run;

    @Option(
            names = "--forecast",
            description = "Only forecast the memory that each process needs. Needs no model: without the folder of"
                    + " CONFIG, or with --preset, for the dimensions of a preset.")
    private boolean forecast;

    @Mixin
    private PresetMixin preset;

    @Override
    public Integer call() {
        Usage.refuse(spec, !forecast, "only valid with --forecast", "--preset");
        TrainConfig effective = run.read(config);
        if (forecast) {
            print(TrainingForecast.of(effective, preset.dimensions(effective, spec), RunMixin.number("WORLD_SIZE", 1)));
            return 0;
        }
        return run.train(spec, config, effective, EngineAccess.NONE);
    }

    private static void print(TrainingForecast forecast) {
        System.out.printf("%,d parameters learn%n", forecast.trained());
        System.out.printf("parameters   %s%n", gib(forecast.parameters()));
        System.out.printf("gradients    %s%n", gib(forecast.gradients()));
        System.out.printf("moments      %s%n", gib(forecast.moments()));
        if (forecast.collected() > 0) {
            System.out.printf("checkpoints  %s (rank 0, while it writes one)%n", gib(forecast.collected()));
        }
        System.out.printf("frozen       %s%n", gib(forecast.frozen()));
        System.out.println(forecast.work()
                .map(work -> "activations  %s (%d x %s, %d references each, prompts of %d tokens)"
                        .formatted(
                                gib(forecast.activations()),
                                work.batch(),
                                work.image(),
                                work.references(),
                                work.tokens()))
                .orElse("activations  not forecast"));
        System.out.printf("peak         %s%n", gib(forecast.peak()));
        System.out.printf("available    %s%n", gib(AvailableMemory.bytes()));
    }

    private static String gib(long bytes) {
        return ByteSize.gib(bytes, 2);
    }
}
