// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The folder of a benchmark's run. */
final class RunFolderMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            index = "0+",
            arity = "0..1",
            paramLabel = "RUN",
            description = "Folder of the run; default: runs/evaluate-BENCHMARK.")
    private Optional<Path> run;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder of the run, as RUN.")
    private Optional<Path> out;

    /** The folder that was named, else the usual one of the benchmark. */
    Path folder(BenchmarkInfo info) {
        if (run.isPresent() && out.isPresent()) {
            throw new ParameterException(command.commandLine(), "RUN and --out name the same folder: give one of them");
        }
        return run.or(() -> out).orElseGet(() -> Path.of("runs", "evaluate-" + info.name()));
    }
}
