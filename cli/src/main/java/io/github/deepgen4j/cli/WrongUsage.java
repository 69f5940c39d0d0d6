// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** Wrong usage as the user sees it: a line that says what is wrong, and one that names the command's help. */
final class WrongUsage {
    private WrongUsage() {}

    /** Prints both lines and returns the exit code. */
    static int report(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("deepgen: " + UsageHint.message(wrong, arguments));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }
}
