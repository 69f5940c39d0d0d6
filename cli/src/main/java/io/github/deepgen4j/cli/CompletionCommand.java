// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen completion}: lets a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that lets bash or zsh complete commands.",
        footer = {
            "",
            "Example: source <(deepgen completion)",
            "",
            "That line in ~/.bashrc or ~/.zshrc is for every shell to come. It completes for a command called deepgen:"
                    + " put bin/deepgen on the PATH."
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        System.out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    }
}
