// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A command as a user types it, in this process, with what it printed. */
record CommandRun(int exitCode, String out, String err) {
    /** @param arguments each is given as {@link Object#toString()} writes it */
    static CommandRun of(Object... arguments) {
        PrintStream standard = System.out;
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err, true));
            int exitCode = commandLine.execute(
                    Stream.of(arguments).map(Object::toString).toArray(String[]::new));
            return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(standard);
        }
    }
}
