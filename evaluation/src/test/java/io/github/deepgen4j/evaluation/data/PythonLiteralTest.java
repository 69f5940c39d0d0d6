// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.data.PythonLiteral.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are those of Python 3.12's {@code ast.literal_eval} and {@code repr}. */
class PythonLiteralTest {
    @Test
    void readsWhatPythonReads() {
        assertThat(PythonLiteral.read("[1, -2, +3, 0x1f, 1_000, 0b11, 0o17, 00]"))
                .isEqualTo(List.of(1L, -2L, 3L, 31L, 1000L, 3L, 15L, 0L));
        assertThat(PythonLiteral.read("(1., .5, 1e3, 1_0.5e-1)")).isEqualTo(new Tuple(List.of(1.0, 0.5, 1000.0, 1.05)));
        assertThat(PythonLiteral.read("1, 0")).isEqualTo(new Tuple(List.of(1L, 0L)));
        assertThat(PythonLiteral.read("(1)")).isEqualTo(1L);
        assertThat(PythonLiteral.read("(1,)")).isEqualTo(new Tuple(List.of(1L)));
        assertThat(PythonLiteral.read("()")).isEqualTo(new Tuple(List.of()));
        assertThat(PythonLiteral.read("((1), [2,],)")).isEqualTo(new Tuple(List.of(1L, List.of(2L))));
        assertThat(PythonLiteral.read("[True, False, None]")).isEqualTo(Arrays.asList(true, false, null));
        assertThat(PythonLiteral.read("{'a': 1, 'b': [2],}")).isEqualTo(Map.of("a", 1L, "b", List.of(2L)));
        assertThat(PythonLiteral.read("{1, 2,}")).isEqualTo(Set.of(1L, 2L));
        assertThat(PythonLiteral.read("{}")).isEqualTo(Map.of());
        assertThat(PythonLiteral.read("  [1] # good")).isEqualTo(List.of(1L));
        assertThat(PythonLiteral.read("[1, # one\n 2]")).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void readsStringsWithTheirEscapes() {
        assertThat(PythonLiteral.read("'it\\'s' \"a\" r'\\n' u'b'")).isEqualTo("it'sa\\nb");
        assertThat(PythonLiteral.read("'\\x41\\101\\u4e8c\\U0001f600\\n\\q\\\nz'"))
                .isEqualTo("AA二😀\n\\qz");
        assertThat(PythonLiteral.read("'\\N{GREEK SMALL LETTER ALPHA}'")).isEqualTo("α");
        assertThat(PythonLiteral.read("'''a\n'b'''")).isEqualTo("a\n'b");
        assertThat(PythonLiteral.read("['a'\n'b', 'c']")).isEqualTo(List.of("ab", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[1",
                "[1 2]",
                "[a, b]",
                "null",
                "true",
                "01",
                "1 2",
                "'a\nb'",
                "'a",
                "[1]\n[2]",
                "f'a'",
                "1,,",
                "{1: 2, 3}",
                "{1, 2: 3}",
                "'\\x4'",
                "__import__('os')",
                "[１]",
                "-'a'",
                "[,]",
                "(,)",
                "1 +",
                "[1];"
            })
    void refusesWhatPythonRefuses(String text) {
        assertThatThrownBy(() -> PythonLiteral.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyBracketsAreRefusedWithoutACrash() {
        assertThatThrownBy(() -> PythonLiteral.read("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsListsAsPythonDoes() {
        assertThat(PythonLiteral.list(List.of("a", "it's", "\"q\"", "it's \"q\"", "二", "a\\b\n\u0007\u00a0\u200b😀")))
                .isEqualTo("['a', \"it's\", '\"q\"', 'it\\'s \"q\"', '二', 'a\\\\b\\n\\x07\\xa0\\u200b😀']");
        assertThat(PythonLiteral.list(List.of())).isEqualTo("[]");
    }
}
