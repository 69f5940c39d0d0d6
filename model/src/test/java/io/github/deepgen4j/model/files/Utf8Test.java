// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "caf\u00e9 \u732b \ud83d\udc08", "a\n\0b", "\ufffd"})
    void textComesBack(String text) {
        assertThat(text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        byte[] marked = "\ufeff\ufeffa".getBytes(StandardCharsets.UTF_8);
        assertThat(text(marked)).isEqualTo("\ufeffa");
        assertThat(Utf8.decode(marked, IllegalArgumentException::new)).isEqualTo("\ufeff\ufeffa");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, UTF-16 (by its byte order mark)",
        "x-UTF-16LE-BOM, UTF-16 (by its byte order mark)",
        "UTF-16LE, UTF-16 (without a byte order mark)",
        "UTF-16BE, UTF-16 (without a byte order mark)",
        "X-UTF-32LE-BOM, UTF-32 (by its byte order mark)",
        "ISO-8859-1, 'byte 0xe9 at place 3, as in Latin-1, Windows-1252 or another encoding of single bytes'",
    })
    void otherEncodingsAreNamed(String encoding, String found) {
        byte[] bytes = "caf\u00e9".getBytes(Charset.forName(encoding));
        assertThatThrownBy(() -> text(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(found);
    }

    @ParameterizedTest
    @CsvSource({
        "c080, 0xc0 at place 0", // overlong NUL
        "61eda080, 0xed at place 1", // half a surrogate pair
        "f4908080, 0xf4 at place 0", // above U+10FFFF
        "61e29c, 0xe2 at place 1", // cut short
    })
    void whatOnlyLooksLikeUtf8IsRefused(String hex, String found) {
        assertThatThrownBy(() -> text(HexFormat.of().parseHex(hex))).hasMessageStartingWith("byte " + found);
    }

    private static String text(byte[] bytes) {
        return Utf8.text(bytes, IllegalArgumentException::new);
    }
}
