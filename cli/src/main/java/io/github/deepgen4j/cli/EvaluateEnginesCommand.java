// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;

/** {@code deepgen evaluate engines ...}: the models that look at images. */
@Command(
        name = "engines",
        subcommands = {EvaluateEnginesAddCommand.class, EvaluateEnginesListCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "Adds and lists models that see: text, objects, similarity.")
final class EvaluateEnginesCommand {}
