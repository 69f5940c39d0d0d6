// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PythonTextTest {
    /** {@code [hex(c) for c in range(0x110000) if chr(c).isspace()]} of Python 3.13. */
    private static final String SPACES = "9 a b c d 1c 1d 1e 1f 20 85 a0 1680 2000 2001 2002 2003 2004 2005 2006 2007"
            + " 2008 2009 200a 2028 2029 202f 205f 3000";

    @Test
    void whiteSpaceIsPythons() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(PythonText::isSpace)
                        .mapToObj(Integer::toHexString)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(SPACES);
    }

    @Test
    void splitsAndStripsAtRuns() {
        assertThat(PythonText.split("\u00a0a \t\n b\u3000c ")).containsExactly("a", "b", "c");
        assertThat(PythonText.split(" \u2028")).isEmpty();
        assertThat(PythonText.strip("\u0085 a b\u001c")).isEqualTo("a b");
        assertThat(PythonText.strip("\u200b")).isEqualTo("\u200b");
    }
}
