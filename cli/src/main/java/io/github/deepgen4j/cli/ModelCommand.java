// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;

/** {@code deepgen model ...}: what is done with checkpoint folders. */
@Command(
        name = "model",
        subcommands = {
            ModelInfoCommand.class,
            ModelVerifyCommand.class,
            ModelInitCommand.class,
            ModelPullCommand.class,
            ModelConvertCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Inspects, verifies, creates, downloads and converts checkpoints.")
final class ModelCommand {}
