// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlFilterTest {
    private static String filtered(String text) {
        var bytes = new ByteArrayOutputStream();
        PrintStream out = ControlFilter.over(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        out.print(text);
        out.println();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void controlCharactersAreSpelledOut() {
        assertThat(filtered("a\u001b[31mb\u0000\u007f\bc\rd"))
                .isEqualTo("a\\u001b[31mb\\u0000\\u007f\\u0008c\\u000dd\n");
        assertThat(filtered("\u009b31m\u0085")).isEqualTo("\\u009b31m\\u0085\n");
    }

    @Test
    void allElseStays() {
        String text = "tab\tline\r\n\u00a0\u00e9\u00c2\u7ea2\ud83d\udd34 ~";
        assertThat(filtered(text)).isEqualTo(text + "\n");
    }
}
