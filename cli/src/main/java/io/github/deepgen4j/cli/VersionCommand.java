// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen version}: what {@code deepgen --version} prints. */
@Command(name = "version", hidden = true, description = "Prints the version.")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.root().commandLine().printVersionHelp(System.out);
    }
}
