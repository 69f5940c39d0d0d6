// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import io.github.deepgen4j.evaluation.data.PythonNumber;
import io.github.deepgen4j.evaluation.data.PythonText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scores of a judge's reply, one in a line ({@code imgedit: Benchmark/Basic/step1_get_avgscore.py}). A line counts
 * if it is two texts with {@code ": "} between them, the second all digits; names are not looked at, so that {@code
 * Brief reasoning: 3} counts and {@code 4.} or {@code 4/5} does not.
 *
 * @param scores in the order of lines, any number of them, of any size
 * @param unreadable the first digits that are no number, such as {@code ²}, on which the script ends
 */
record RatedLines(List<BigInteger> scores, Optional<String> unreadable) {
    /** Of {@code str.splitlines}. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000B\f\u001C-\u001E\u0085\u2028\u2029]");

    static RatedLines of(String reply) {
        List<BigInteger> scores = new ArrayList<>();
        for (String line : LINE_END.split(reply, -1)) {
            String[] parts = PythonText.strip(line).split(": ", -1);
            if (parts.length == 2 && PythonNumber.isDigits(parts[1])) {
                Optional<BigInteger> score = PythonNumber.integer(parts[1]);
                if (score.isEmpty()) {
                    return new RatedLines(scores, Optional.of(parts[1]));
                }
                scores.add(score.get());
            }
        }
        return new RatedLines(scores, Optional.empty());
    }

    /** Their mean, rounded to two decimals; empty without scores and where they are beyond all numbers. */
    Optional<Double> average() {
        double sum = scores.stream().reduce(BigInteger.ZERO, BigInteger::add).doubleValue();
        return scores.isEmpty() || unreadable.isPresent() || Double.isInfinite(sum)
                ? Optional.empty()
                : Optional.of(PythonNumber.round2(sum / scores.size()));
    }
}
