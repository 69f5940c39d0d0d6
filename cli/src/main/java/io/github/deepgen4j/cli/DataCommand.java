// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen data}: what training learns from. */
@Command(
        name = "data",
        description = "Creates, checks and caches training data.",
        subcommands = {
            DataCheckCommand.class,
            DataCacheCommand.class,
            DataShapeWorldCommand.class,
            DataIconsCommand.class
        })
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
