// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import java.util.Locale;

/**
 * Worth of one image.
 *
 * @param score 0..1, the WiScore of the legacy edition
 * @param decision the numbers that the judge gave, in words
 */
public record Judged(double score, String decision) {
    static Judged of(Scales scales) {
        return new Judged(
                scales.wiScore(),
                String.format(
                        Locale.ROOT,
                        "consistency %d, realism %d, aesthetics %d",
                        (int) scales.consistency(),
                        (int) scales.realism(),
                        (int) scales.aesthetics()));
    }
}
