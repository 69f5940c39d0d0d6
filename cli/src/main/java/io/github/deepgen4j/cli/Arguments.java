// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Rewrites arguments before picocli parses them: old spellings, and prompts that begin with a dash. */
final class Arguments implements IParameterPreprocessor {
    /** Ends the options; the rest are words, or belong to another command. */
    static final String END = "--";

    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec none, Map<String, Object> info) {
        OldSpellings.replace(arguments, command);
        switch (command.qualifiedName()) {
            case "deepgen generate" -> moveDashedPrompt(arguments, command);
            case "deepgen serve" -> ServeConfig.expand(arguments, command);
            default -> {} // as they are
        }
        return false; // picocli parses on
    }

    /** Puts a prompt that begins with a dash, such as "-5 degrees", behind all options and {@link #END}. */
    private static void moveDashedPrompt(Stack<String> arguments, CommandSpec command) {
        if (arguments.contains(END)) {
            return;
        }
        // The stack's top is the first argument.
        for (int i = arguments.size() - 1; i >= 0; i--) {
            boolean value = i + 1 < arguments.size() && takesValue(command.findOption(arguments.get(i + 1)));
            if (!value && isDashedText(arguments.get(i), command)) {
                String prompt = arguments.remove(i);
                arguments.add(0, END);
                arguments.add(0, prompt);
                return;
            }
        }
    }

    private static boolean takesValue(OptionSpec option) {
        return option != null && option.arity().max() > 0;
    }

    /** Several words of which the first is no option, or a word like -5 that none can be. */
    private static boolean isDashedText(String argument, CommandSpec command) {
        return argument.matches("(?s)-[^\\s=]*\\s.*|-[^\\p{Alpha}-].*")
                && command.findOption(argument.split("\\s", 2)[0]) == null;
    }
}
