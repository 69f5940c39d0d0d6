// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import java.util.List;

/**
 * The numbers after {@code Final Score} in an answer.
 *
 * @param numbers none where the official rules take a reply without a score for an answer
 */
public record JudgeNumbers(List<Double> numbers) {
    public JudgeNumbers {
        numbers = List.copyOf(numbers);
    }
}
