// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.TrainingForecast;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.distributed.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(names = "--run", paramLabel = "DIR", description = "Run folder; default: runs/ and the name of CONFIG.")
    private Path run;

    @Option(names = "--resume", description = "Resume from the latest checkpoint in the run folder.")
    private boolean resume;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Overrides a field of CONFIG, for example steps=100.")
    private List<String> overrides = List.of();

    @Option(
            names = "--forecast",
            description = "Only forecast the memory that each process needs. Needs no model: without the folder of"
                    + " CONFIG, or with --preset, for the dimensions of a preset.")
    private boolean forecast;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = ModelInitCommand.PresetConverter.class,
            description = "Dimensions to forecast for: deepgen-1.0 (default where there is no model), nano, tiny.")
    private Optional<Preset> preset = Optional.empty();

    @Override
    public Integer call() {
        Usage.refuse(spec, !forecast, "only valid with --forecast", "--preset");
        TrainConfig effective = TrainConfigFile.read(config, overrides, TrainCommand::note);
        if (forecast) {
            print(TrainingForecast.of(effective, dimensions(effective), number("WORLD_SIZE", 1)));
            return 0;
        }
        Path folder = run != null
                ? run
                : Path.of("runs", config.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
        if (!resume) { // a run writes its configuration there, without what was typed besides fields
            new CommandFiles(spec)
                    .reads("CONFIG", config)
                    .writesFolder("RUN/config.yaml", folder.resolve("config.yaml"));
        }
        TrainConfig.Distributed distributed = effective.distributed();
        Duration timeout = Duration.ofSeconds(distributed.timeoutSeconds());
        try (var interruption = Interruption.ofSavingWork();
                ProcessGroup group = Launch.join(System.getenv(), timeout, distributed.backend())) {
            if (!Training.run(effective, folder, resume, group, System.err::println, interruption::requested)) {
                return Failure.INTERRUPTED;
            }
            if (group.rank() == 0) {
                System.out.println(folder.resolve("model"));
            }
            return 0;
        }
    }

    /** The folder of the model; empty if it is not there, which a forecast can do without. */
    private static Optional<Path> folder(TrainConfig effective) {
        try {
            return Optional.of(effective.modelFolder()).filter(Files::exists);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private ModelConfig dimensions(TrainConfig effective) {
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

    /** Told by one of several processes. */
    private static void note(String line) {
        if (number("RANK", 0) == 0) {
            System.err.println(line);
        }
    }

    /** A variable, where it is set and not empty. */
    private static int number(String variable, int otherwise) {
        String value = System.getenv().getOrDefault(variable, "");
        return value.isBlank() ? otherwise : Integer.parseInt(value.strip());
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
