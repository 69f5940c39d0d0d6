// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process that prints to standard error. */
class EngineChildTest {
    /** Whole lines, its last words included, though a line comes in pieces and this process prints between them. */
    @Test
    void linesOfAChildStayWhole(@TempDir Path folder) throws Exception {
        PrintStream terminal = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        String script = "printf 'half a ' >&2; echo > begun; read go; echo line >&2; printf 'last words' >&2; exit 3";
        try {
            var child = EngineChild.start(List.of("sh", "-c", "cd '" + folder + "'; " + script), Map.of());
            while (!Files.exists(folder.resolve("begun"))) {
                Thread.sleep(10);
            }
            System.err.println("a line of this process");
            child.close();
            assertThat(child.end()).isEqualTo("exit code 3");
        } finally {
            System.setErr(terminal);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("a line of this process", "half a line", "last words");
    }
}
