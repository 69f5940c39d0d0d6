// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Requests check their own values; what they refuse is wrong usage here. */
final class Usage {
    private Usage() {}

    /** Refuses options that have no effect, rather than ignoring them. */
    static void refuse(CommandSpec command, boolean useless, String why, String... options) {
        for (String option : options) {
            if (useless && command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(command.commandLine(), option + ": " + why);
            }
        }
    }

    /** The value, or picocli's usage error with the message of the refusal. */
    static <T> T checked(CommandSpec command, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
