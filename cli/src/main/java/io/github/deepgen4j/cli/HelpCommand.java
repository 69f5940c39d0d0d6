// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen help COMMAND}: what {@code deepgen COMMAND --help} prints. */
@Command(name = "help", description = "Shows the help of a command.")
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "For example: model pull.")
    private List<String> path = List.of();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                CommandSpec last = command.getCommandSpec();
                throw new ParameterException(
                        spec.commandLine(),
                        "'%s' is no command of %s%s"
                                .formatted(
                                        name,
                                        last.qualifiedName(),
                                        Spelling.nearest(
                                                        name, last.subcommands().keySet())
                                                .map(near -> "; did you mean " + near + "?")
                                                .orElse("")));
            }
            command = next;
        }
        command.usage(System.out);
    }
}
