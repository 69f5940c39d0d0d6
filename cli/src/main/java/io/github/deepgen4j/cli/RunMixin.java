// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.distributed.Launch;
import io.github.deepgen4j.training.yaml.Places;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a training run, of whatever stage. */
final class RunMixin {
    @Option(names = "--run", paramLabel = "DIR", description = "Run folder; default: runs/ and the name of CONFIG.")
    private Path run;

    @Option(names = "--resume", description = "Resume from the latest checkpoint in the run folder.")
    private boolean resume;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Overrides a field of CONFIG, for example steps=100.")
    private List<String> overrides = List.of();

    /** The configuration in effect. */
    TrainConfig read(Path config) {
        return TrainConfigFile.read(config, overrides, RunMixin::note);
    }

    /** Trains as this process' part of a run; prints the folder of the finished model. */
    int train(CommandSpec spec, Path config, TrainConfig effective, EngineAccess engines) {
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
            if (!Training.run(
                    effective, folder, resume, group, engines, System.err::println, interruption::requested)) {
                return Failure.INTERRUPTED;
            }
            if (group.rank() == 0) {
                System.out.println(folder.resolve("model"));
            }
            return 0;
        } catch (ConfigException e) {
            boolean ofObjective =
                    e.field().filter(field -> field.startsWith("objective.")).isPresent();
            throw ofObjective ? Places.located(config, e) : e;
        }
    }

    /** Told by one of several processes. */
    static void note(String line) {
        if (number("RANK", 0) == 0) {
            System.err.println(line);
        }
    }

    /** A variable, where it is set and not empty. */
    static int number(String variable, int otherwise) {
        String value = System.getenv().getOrDefault(variable, "");
        return value.isBlank() ? otherwise : Integer.parseInt(value.strip());
    }
}
