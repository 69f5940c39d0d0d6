// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The log of a program that runs for long, on standard error. */
final class LogMixin {
    /** Chooses who receives what is logged, where several could. */
    private static final String PROVIDER = "slf4j.provider";

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.github.deepgen4j");

    /** The form of a line. */
    enum Form {
        TEXT,
        JSON,
        OFF
    }

    @Option(
            names = "--log",
            paramLabel = "text|json|off",
            defaultValue = "text",
            description = "Log on standard error: lines of text, of JSON, or none; default ${DEFAULT-VALUE}.")
    private Form form;

    /** Nothing is logged, until {@link #begin} says otherwise: other commands speak for themselves. */
    static void none() {
        System.setProperty("slf4j.internal.verbosity", "WARN");
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, "org.slf4j.nop.NOPServiceProvider");
        }
    }

    /** Begins to log; before the first class that does is used. */
    void begin() {
        if (form == Form.OFF) {
            return;
        }
        System.setProperty(PROVIDER, "org.slf4j.jul.JULServiceProvider");
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setFormatter(new LogLine(form == Form.JSON));
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING); // of libraries
        OURS.setLevel(Level.INFO);
    }

    /** Says something to whoever started the program: as a line of the log where that is read by programs. */
    void say(PrintWriter err, String message) {
        if (form == Form.JSON) {
            LoggerFactory.getLogger(LogMixin.class).info(message);
        } else {
            err.println("deepgen: " + message);
        }
    }

    /** The option as another process of this program reads it. */
    List<String> arguments() {
        return List.of("--log", form.name().toLowerCase(Locale.ROOT));
    }
}
