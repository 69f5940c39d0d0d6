// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.CommandLine.Command;

/** {@code deepgen model}: what can be done with a checkpoint besides drawing. */
@Command(
        name = "model",
        subcommands = {ModelPullCommand.class},
        description = "Downloads checkpoints.")
final class ModelCommand {}
