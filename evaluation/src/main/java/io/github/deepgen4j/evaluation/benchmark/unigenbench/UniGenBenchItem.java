// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.List;

/**
 * A row of a file.
 *
 * @param index 0..599, also the name of its images
 * @param repaired whether the row is not valid as published
 */
public record UniGenBenchItem(int index, String prompt, List<TestPoint> points, boolean repaired) implements Item {
    public UniGenBenchItem {
        points = List.copyOf(points);
    }

    @Override
    public String id() {
        return String.valueOf(index);
    }

    /** The dimension of the first test point. */
    @Override
    public String group() {
        return points.getFirst().primary();
    }

    List<String> labels() {
        return points.stream().map(TestPoint::label).toList();
    }
}
