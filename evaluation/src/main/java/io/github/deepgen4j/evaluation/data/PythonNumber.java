// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in texts as Python reads them, and its rounding. */
public final class PythonNumber {
    /**
     * Digits to {@code str.isdigit} that are no decimal digits, which {@code int} refuses: superscripts and the like.
     */
    private static final String UNREADABLE_DIGITS = "²-³¹\\u1369-\\u1371\\u19DA\\u2070\\u2074-\\u2079\\u2080-\\u2089"
            + "\\u2460-\\u2468\\u2474-\\u247C\\u2488-\\u2490\\u24EA\\u24F5-\\u24FD\\u24FF\\u2776-\\u277E\\u2780-\\u2788"
            + "\\u278A-\\u2792\\x{10A40}-\\x{10A43}\\x{10E60}-\\x{10E68}\\x{11052}-\\x{1105A}\\x{1F100}-\\x{1F10A}";

    private static final Pattern DIGITS = Pattern.compile("[" + PythonPattern.DIGIT + UNREADABLE_DIGITS + "]+");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[%1$s]+(_[%1$s]+)*".formatted(PythonPattern.DIGIT));
    private static final Pattern AROUND = Pattern.compile("^[%1$s]+|[%1$s]+$".formatted(PythonPattern.SPACE));
    private static final int MOST_DIGITS = 4300; // Python refuses longer ones

    private PythonNumber() {}

    /** {@code text.isdigit()}. True also for {@code ²}, of which {@link #integer} makes nothing. */
    public static boolean isDigits(String text) {
        return DIGITS.matcher(text).matches();
    }

    /** {@code int(text)}, with digits of any script; empty where it raises. */
    public static Optional<BigInteger> integer(String text) {
        String bare = AROUND.matcher(text).replaceAll("");
        if (!INTEGER.matcher(bare).matches()) {
            return Optional.empty();
        }
        var ascii = new StringBuilder();
        bare.codePoints().filter(c -> c != '_' && c != '+').forEach(c -> {
            int digit = Character.digit(c, 10);
            ascii.append(digit < 0 ? "-" : String.valueOf(digit));
        });
        return ascii.length() > MOST_DIGITS ? Optional.empty() : Optional.of(new BigInteger(ascii.toString()));
    }

    /** {@code round(value, 2)}: to the even neighbour only where the binary value lies exactly between two. */
    public static double round2(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }
}
