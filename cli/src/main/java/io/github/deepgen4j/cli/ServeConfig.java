// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.yaml.YamlNode;
import io.github.deepgen4j.training.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options of {@code serve} from a YAML file: each field is the long name of an option, {@code host: 0.0.0.0}, a list
 * for one that may be repeated. The command line counts before it.
 */
final class ServeConfig {
    static final String OPTION = "--config";

    private static final Set<String> NONE = Set.of(OPTION, "--help", "--version");

    private final CommandSpec command;
    private final Path file;

    private ServeConfig(CommandSpec command, Path file) {
        this.command = command;
        this.file = file;
    }

    /** Puts the options of the file, if one is named, among the arguments; the stack's top is the first of them. */
    static void expand(Stack<String> arguments, CommandSpec command) {
        file(arguments).ifPresent(file -> {
            List<String> more = new ServeConfig(command, Path.of(file)).arguments(List.copyOf(arguments));
            arguments.addAll(more.reversed());
        });
    }

    private static Optional<String> file(Stack<String> arguments) {
        int at = arguments.lastIndexOf(OPTION);
        if (at > 0) {
            return Optional.of(arguments.get(at - 1));
        }
        return arguments.stream()
                .filter(argument -> argument.startsWith(OPTION + "="))
                .map(argument -> argument.substring(OPTION.length() + 1))
                .findFirst();
    }

    private List<String> arguments(List<String> given) {
        List<String> arguments = new ArrayList<>();
        try {
            if (!(YamlReader.read(file) instanceof YamlNode.Mapping fields)) {
                throw wrong(file + ": expected fields such as host: 127.0.0.1");
            }
            fields.fields().forEach((name, value) -> {
                OptionSpec option = option(name, value);
                if (Stream.of(option.names()).noneMatch(each -> isGiven(each, given))) {
                    arguments.addAll(arguments(option, name, value));
                }
            });
        } catch (ConfigException e) {
            throw wrong(e.getMessage());
        }
        return arguments;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private static boolean isGiven(String name, List<String> given) {
        return given.stream().anyMatch(each -> each.equals(name) || each.startsWith(name + "="));
    }

    private OptionSpec option(String name, YamlNode value) {
        OptionSpec option = NONE.contains("--" + name) ? null : command.findOption("--" + name);
        if (option == null) {
            String known = command.options().stream()
                    .map(OptionSpec::longestName)
                    .filter(each -> !NONE.contains(each))
                    .map(each -> each.substring(2))
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw wrong("%s: %s is no option of serve; expected one of %s".formatted(value.place(), name, known));
        }
        return option;
    }

    private List<String> arguments(OptionSpec option, String name, YamlNode value) {
        return switch (value) {
            case YamlNode.Scalar scalar
            when option.arity().max() == 0 ->
                switch (scalar.text()) {
                    case "true" -> List.of("--" + name);
                    case "false" -> List.of();
                    default ->
                        throw wrong("%s: %s expected true or false, found %s"
                                .formatted(value.place(), name, value.found()));
                };
            case YamlNode.Scalar scalar -> List.of("--" + name + "=" + scalar.text());
            case YamlNode.Sequence list
            when option.isMultiValue() ->
                list.items().stream()
                        .flatMap(item -> arguments(option, name, item).stream())
                        .toList();
            default ->
                throw wrong("%s: %s expected %s, found %s"
                        .formatted(
                                value.place(),
                                name,
                                option.isMultiValue() ? "a value or a list" : "a value",
                                value.found()));
        };
    }
}
