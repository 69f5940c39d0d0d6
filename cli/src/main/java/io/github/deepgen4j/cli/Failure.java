// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.CancelledException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** An exception as the user sees it: one line, and the trace when asked for. */
final class Failure {
    static final int INTERRUPTED = 130;

    private Failure() {}

    /** Prints the failure and returns the exit code. */
    static int report(Exception failure, CommandLine command, boolean verbose) {
        PrintWriter err = command.getErr();
        if (failure instanceof CancelledException) {
            err.println("deepgen: interrupted");
            return INTERRUPTED;
        }
        err.println("deepgen: " + message(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }

    /** One line that says what failed. */
    static String message(Exception failure) {
        String text = failure.getMessage();
        if (failure instanceof UncheckedIOException io) {
            String cause = io.getCause().toString();
            return text != null && text.contains(cause) ? text : text + " (" + cause + ")";
        }
        // An exception of ours speaks for itself; the name of another one may be all it says.
        return text == null || failure instanceof NullPointerException ? failure.toString() : text;
    }
}
