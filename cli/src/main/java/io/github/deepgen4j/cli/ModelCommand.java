// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;

/** {@code deepgen model ...}: what is done with checkpoints besides drawing. */
@Command(
        name = "model",
        subcommands = {ModelConvertCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "Converts checkpoints.")
final class ModelCommand {}
