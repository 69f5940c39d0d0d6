// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Guesses at the command line that was meant by a wrong one. */
final class UsageHint {
    private static final String GENERATE = "deepgen generate";
    private static final String EDIT = "deepgen edit";

    private UsageHint() {}

    /** One line: picocli's message, or a better one where the mistake is a frequent one. */
    static String message(ParameterException wrong, String[] arguments) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String plain = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        List<String> given = List.of(arguments);
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().getFirst();
            return first.startsWith("-") ? option(command, first) : word(command, first, given, plain);
        }
        if (wrong instanceof MissingParameterException
                && command.qualifiedName().equals(EDIT)
                && plain.contains("--prompt")) {
            return plain + ": " + instruction(given);
        }
        if (wrong instanceof MissingParameterException
                && command.qualifiedName().equals(GENERATE)) {
            return given.stream()
                    .filter(word -> word.startsWith("-") && command.findOption(word.replaceFirst("=.*", "")) == null)
                    .findFirst()
                    .map(word -> option(command, word))
                    .orElse(plain);
        }
        if (!command.subcommands().isEmpty() && command.parent() != null) {
            return plain + ": one of " + String.join(", ", visible(command));
        }
        return plain;
    }

    /** An option that there is not: a slip, or a prompt that begins with a dash. */
    private static String option(CommandSpec command, String first) {
        String name = first.replaceFirst("=.*", "");
        Stream<String> names = command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .filter(known -> known.startsWith("--"));
        Optional<String> near = Spelling.nearest(name, names.toList());
        if (near.isEmpty() && command.qualifiedName().equals(GENERATE)) {
            return "Unknown option: '" + first
                    + "'; a prompt that begins with a dash goes after --: deepgen generate -- " + quoted(first);
        }
        return "Unknown option: '" + first + "'"
                + near.map(known -> "; did you mean " + known + "?").orElse("");
    }

    /** A word too many. */
    private static String word(CommandSpec command, String first, List<String> given, String plain) {
        if (command.parent() == null && first.contains(" ")) {
            return "'" + first + "' is no command; for an image of it: deepgen generate " + quoted(first);
        }
        if (!command.subcommands().isEmpty()) {
            return "'" + first + "' is no command of " + command.qualifiedName() + nearest(first, visible(command));
        }
        if (command.qualifiedName().equals(GENERATE)) {
            return "the prompt is one argument, found several; put it in quotes: deepgen generate "
                    + quoted(String.join(" ", around(first, given)));
        }
        return plain;
    }

    /** The words from the one before, which was still taken for the prompt, to the next option. */
    private static List<String> around(String first, List<String> given) {
        int begin = Math.max(0, given.indexOf(first) - 1);
        return given.subList(begin, given.size()).stream()
                .takeWhile(word -> !word.startsWith("-"))
                .toList();
    }

    /** The command line of an edit whose instruction came without its option. */
    private static String instruction(List<String> given) {
        List<String> images = new ArrayList<>();
        List<String> words = new ArrayList<>();
        given.stream().skip(1).takeWhile(word -> !word.startsWith("-")).forEach(word -> {
            (words.isEmpty() && (images.isEmpty() || isFile(word)) ? images : words).add(word);
        });
        return "give the instruction by -p: deepgen edit " + (images.isEmpty() ? "IMAGE" : String.join(" ", images))
                + " -p " + (words.isEmpty() ? "\"make it blue\"" : quoted(String.join(" ", words)));
    }

    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<String> visible(CommandSpec command) {
        return command.subcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String nearest(String word, Collection<String> known) {
        Optional<String> near = Spelling.nearest(word, known);
        return near.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("([\"\\\\$`])", "\\\\$1") + '"';
    }
}
