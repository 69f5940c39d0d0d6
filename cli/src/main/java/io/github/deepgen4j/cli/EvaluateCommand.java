// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate}: the three steps from a benchmark to a report. */
@Command(
        name = "evaluate",
        subcommands = {
            EvaluateGenerateCommand.class,
            EvaluateScoreCommand.class,
            EvaluateReportCommand.class,
            EvaluateCompareCommand.class,
            EvaluateOverlapCommand.class,
            EvaluateEnginesCommand.class,
            EvaluateDoctorCommand.class
        },
        description = "Draws, scores, reports and compares runs of a benchmark.")
final class EvaluateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine.usage(spec, System.out);
    }
}
