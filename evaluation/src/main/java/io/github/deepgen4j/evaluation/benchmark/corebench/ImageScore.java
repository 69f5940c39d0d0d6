// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import java.util.Collection;
import java.util.OptionalDouble;

/** The score of one image. */
final class ImageScore {
    private ImageScore() {}

    /** The share of yes among the answers that are one, 0..1; empty if none is. */
    static OptionalDouble of(Collection<YesNo> answers) {
        return answers.stream()
                .filter(answer -> answer != YesNo.BLANK)
                .mapToInt(answer -> answer == YesNo.YES ? 1 : 0)
                .average();
    }
}
