// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** A command as a user types it, in this process, with what it printed. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... arguments) {
        PrintStream standard = System.out;
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err, true));
            int exitCode = commandLine.execute(arguments);
            return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(standard);
        }
    }
}
