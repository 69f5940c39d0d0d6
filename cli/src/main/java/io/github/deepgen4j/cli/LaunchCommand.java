// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.training.distributed.ProcessLauncher;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen launch -n 2 -- train CONFIG}: one command in several processes of this machine. */
@Command(
        name = "launch",
        customSynopsis = "deepgen launch [OPTIONS] -n=N -- COMMAND...",
        description = "Runs a command in several processes that share its work.",
        footer = {
            "",
            "Example: deepgen launch -n 2 -- train configs/smoke.yaml --set accumulation=4",
            "",
            "All processes run on this machine and get RANK, LOCAL_RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as"
                + " from torchrun. The output of rank 0 is passed through; lines of the others go to stderr, prefixed"
                + " with their rank. If one process fails, all are terminated."
        })
final class LaunchCommand implements Callable<Integer> {
    /** Exit code of a JVM that SIGTERM ended, in whatever order. */
    private static final int TERMINATED = 143;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-n", "--nproc-per-node"},
            paramLabel = "N",
            required = true,
            description = "Number of processes.")
    private int count;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "A deepgen command with its options, after --.")
    private List<String> command;

    @Override
    public Integer call() {
        List<String> line = ProcessLauncher.thisProgram(Main.class, command);
        ProcessLauncher.Exit exit =
                Usage.checked(spec, () -> new ProcessLauncher(count, line)).run();
        if (exit.code() != 0 && exit.code() != Failure.INTERRUPTED && exit.code() != TERMINATED) {
            spec.commandLine()
                    .getErr()
                    .println("deepgen: rank %d of %d exited with code %d; the other processes were terminated"
                            .formatted(exit.rank(), count, exit.code()));
        }
        return exit.code();
    }
}
