// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import java.util.List;

/**
 * The worth of an answer.
 *
 * @param average of the scores, rounded to two decimals
 * @param scores as the judge gave them
 */
public record ImgEditScore(double average, List<Double> scores) {
    public ImgEditScore {
        scores = List.copyOf(scores);
    }
}
