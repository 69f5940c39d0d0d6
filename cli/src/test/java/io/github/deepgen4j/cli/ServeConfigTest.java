// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options of {@code serve} from a file. */
class ServeConfigTest {
    @TempDir
    private Path folder;

    private ParseResult parse(String yaml, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("serve.yaml"), yaml);
        CommandLine line = Main.commandLine();
        List<String> arguments = new ArrayList<>(List.of("serve", "--config", file.toString()));
        arguments.addAll(List.of(more));
        return line.parseArgs(arguments.toArray(String[]::new)).subcommand();
    }

    private static Object value(ParseResult result, String option) {
        return result.matchedOptionValue(option, null);
    }

    @Test
    void fieldsAreOptionsAndTheCommandLineCountsBeforeThem() throws IOException {
        ParseResult result = parse("""
            host: 0.0.0.0
            port: 9000
            open: true
            model: [nano, "second=nano"]
            allow-host: draw.example.org
            drain: 5m
            """, "--port", "9001");
        assertThat(value(result, "--host")).isEqualTo("0.0.0.0");
        assertThat(value(result, "--port")).isEqualTo(9001);
        assertThat(value(result, "--open")).isEqualTo(true);
        assertThat(value(result, "--model")).isEqualTo(List.of("nano", "second=nano"));
        assertThat(value(result, "--drain").toString()).isEqualTo("PT5M");
        assertThat(value(parse("open: false"), "--open")).isNull();
    }

    @Test
    void whatIsNoOptionIsRefusedWithItsLine() {
        assertThatThrownBy(() -> parse("host: x\nprot: 1\n"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("serve.yaml:2")
                .hasMessageContaining("prot is no option of serve");
        assertThatThrownBy(() -> parse("open: perhaps")).hasMessageContaining("open expected true or false");
        assertThatThrownBy(() -> parse("port: [1, 2]")).hasMessageContaining("port expected a value, found a list");
        assertThatThrownBy(() -> parse("- host")).hasMessageContaining("expected fields");
        assertThatThrownBy(() -> parse("config: other.yaml")).hasMessageContaining("config is no option");
        assertThatThrownBy(() -> parse("port: many")).hasMessageContaining("many");
        assertThatThrownBy(() -> Main.commandLine().parseArgs("serve", "--config", "none.yaml"))
                .hasMessageContaining("none.yaml");
    }
}
