// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expectations: CPython 3.12. */
class PythonNumberTest {
    @Test
    void integersAreThoseOfPython() {
        Map.of(" 5 ", 5, "+7", 7, "-0", 0, "1_0", 10, "４", 4, "٣٤", 34, "\u2003 12\n", 12, "007", 7)
                .forEach((text, value) ->
                        assertThat(PythonNumber.integer(text)).as(text).contains(BigInteger.valueOf(value)));
        for (String text : new String[] {"", " ", "²", "1.0", "1__0", "_1", "1_", "+-1", "0x1", "1 2", "five", "①"}) {
            assertThat(PythonNumber.integer(text)).as(text).isEmpty();
        }
        assertThat(PythonNumber.integer("9".repeat(4300))).isPresent();
        assertThat(PythonNumber.integer("9".repeat(4301))).isEmpty();
    }

    @Test
    void digitsAreThoseOfPython() {
        for (String text : new String[] {"4", "04", "４", "²", "5²", "①", "⑴", "🄁", "٣"}) {
            assertThat(PythonNumber.isDigits(text)).as(text).isTrue();
        }
        for (String text : new String[] {"", "-4", "4.", "½", "Ⅳ", "五", "4 ", "a"}) {
            assertThat(PythonNumber.isDigits(text)).as(text).isFalse();
        }
    }

    @Test
    void roundingLooksAtTheBinaryValue() {
        assertThat(PythonNumber.round2(2.675)).isEqualTo(2.67); // lies below
        assertThat(PythonNumber.round2(1.005)).isEqualTo(1.0);
        assertThat(PythonNumber.round2(0.125)).isEqualTo(0.12); // exactly between
        assertThat(PythonNumber.round2(0.375)).isEqualTo(0.38);
        assertThat(PythonNumber.round2(10.0 / 3)).isEqualTo(3.33);
    }
}
