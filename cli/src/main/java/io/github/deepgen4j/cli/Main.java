// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code deepgen} command: entry point and composition root. */
@Command(
        name = "deepgen",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {TrainCommand.class},
        description = "DeepGen 1.0: makes and edits pictures from words.")
public final class Main implements Runnable {
    private final CommandLine commandLine = new CommandLine(this);

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new Main().commandLine.execute(args));
    }

    @Override
    public void run() {
        commandLine.usage(System.out);
    }

    /** Reads the version that the build writes into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"deepgen " + (version == null ? "(not packaged)" : version)};
        }
    }
}
