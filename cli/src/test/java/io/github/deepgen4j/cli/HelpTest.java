// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help texts read well on a terminal of 80 columns. */
class HelpTest {
    private static final int COLUMNS = 80;

    static Stream<CommandLine> commands() {
        return withSubcommands(Main.commandLine());
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyLineFitsAndNoNameIsBroken(CommandLine command) {
        String help = command.getUsageMessage();
        assertThat(help).startsWith("Usage: " + command.getCommandSpec().qualifiedName());
        assertThat(help.lines()).allMatch(line -> line.length() <= COLUMNS);
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                assertThat(help).contains(option.longestName());
                assertThat(help).contains(option.arity().max() == 0 ? "" : option.paramLabel());
            }
        }
    }

    /** A subcommand is described in one line of its command's list, and the usage line is one line. */
    @ParameterizedTest
    @MethodSource("commands")
    void whatIsShortStaysOnOneLine(CommandLine command) {
        List<String> lines = command.getUsageMessage().lines().toList();
        CommandSpec spec = command.getCommandSpec();
        String description = spec.usageMessage().description()[0];
        assertThat(lines.get(1)).isEqualTo(description);
        if (spec.parent() != null && !spec.usageMessage().hidden()) {
            assertThat(spec.parent().commandLine().getUsageMessage().lines())
                    .anyMatch(line -> line.strip().matches(spec.name() + " +\\Q" + description + "\\E"));
        }
    }

    /** Picocli wraps each string by itself: one that ends inside a sentence leaves a short line in the middle. */
    @ParameterizedTest
    @MethodSource("commands")
    void footersAreWholeSentences(CommandLine command) {
        assertThat(Arrays.stream(command.getCommandSpec().usageMessage().footer()))
                .allMatch(text -> text.isEmpty() || text.startsWith("  ") || text.matches(".*[.:]|Example: .*"));
    }

    @Test
    void oldSpellingsWorkWithANote() {
        CommandRun old = CommandRun.of("bench", "--residency=staged", "--recompute", "--stage", "none");
        assertThat(old.err())
                .contains("deepgen: --residency is now called --offload")
                .contains("deepgen: --recompute is now called --activation-checkpointing");
        CommandRun buffers = CommandRun.of("generate", "a star", "--buffers", "f64");
        assertThat(buffers.exitCode()).isEqualTo(2);
        assertThat(buffers.err())
                .startsWith("deepgen: --buffers is now called --constant-precision")
                .contains("Invalid value for option '--constant-precision'");
        assertThat(CommandRun.of("bench", "--help").out()).contains("--offload").doesNotContain("--residency");
    }
}
