// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.config.ConfigTypes;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.rl.MrGrpoConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen rl CONFIG}: a run of stage 3, on the road of {@code train}. */
@Command(
        name = "rl",
        subcommands = RlPlanCommand.class,
        description = "Learns from rewards, in a resumable run folder.",
        footer = {
            "",
            "Example: deepgen rl configs/nano-rl.yaml",
            "",
            "As train: an interrupted run saves a checkpoint and --resume continues with exactly the next update."
                    + " RUN/report.html shows what happens, also while it runs; RUN/best is the model with the best"
                    + " held-out score. A run that its judges or an alarm end has saved its state and exits with 1."
        })
final class RlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG",
            arity = "0..1",
            description = "YAML file with an objective of the type mr_grpo, for example configs/nano-rl.yaml.")
    private Path config;

    @Mixin
    private RunMixin run;

    @Mixin
    private EngineMixin engines;

    @Override
    public Integer call() {
        if (config == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing required parameter: 'CONFIG'");
        }
        TrainConfig effective = read(run, config);
        try (var opened = engines.engines(System.err::println)) {
            return run.train(spec, config, effective, opened);
        }
    }

    /** The configuration of a run of stage 3. */
    static TrainConfig read(RunMixin run, Path config) {
        TrainConfig effective = run.read(config);
        if (!(effective.objective() instanceof MrGrpoConfig)) {
            throw new ConfigException(config + ": objective.type expected mr_grpo, found "
                    + ConfigTypes.nameOf(effective.objective()) + "; deepgen train takes this file");
        }
        return effective;
    }
}
