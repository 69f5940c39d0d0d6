// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Requests check their own values; what they refuse is wrong usage here. */
final class Usage {
    private Usage() {}

    /** Refuses a file that could not be written once the work is done. */
    static void checkWritable(CommandSpec command, String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(command.commandLine(), option + ": " + folder + " is not a writable folder");
        }
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            // it can be made
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), option + ": cannot be written (" + e + ")", e);
        }
        if (Files.isDirectory(file)) {
            throw new ParameterException(command.commandLine(), option + ": " + file + " is a folder");
        }
    }

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
