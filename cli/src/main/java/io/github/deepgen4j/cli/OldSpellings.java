// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Options under the names they had in older versions: accepted on every command line, with a note on stderr, and shown
 * in no help text. Each name meant one option only, so no command needs to be known.
 */
final class OldSpellings {
    private static final Map<String, String> NEW = Map.of(
            "--buffers", "--constant-precision",
            "--residency", "--offload",
            "--recompute", "--activation-checkpointing",
            "--to", "--local-dir",
            "--type", "--dtype");

    private OldSpellings() {}

    /** Replaces old names up to the end of the options. */
    static void replace(Stack<String> arguments, CommandSpec command) {
        // The stack's top is the first argument.
        for (int i = arguments.size() - 1; i >= 0 && !arguments.get(i).equals(Arguments.END); i--) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String current = NEW.get(name);
            if (current != null) {
                arguments.set(i, current + argument.substring(name.length()));
                command.commandLine().getErr().println("deepgen: " + name + " is now called " + current);
            }
        }
    }
}
