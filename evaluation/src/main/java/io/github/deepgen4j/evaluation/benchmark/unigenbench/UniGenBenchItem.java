// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import java.util.List;

/**
 * A row of a file.
 *
 * @param index 0..599, also the name of its images
 */
public record UniGenBenchItem(int index, String prompt, List<TestPoint> points) {
    public UniGenBenchItem {
        points = List.copyOf(points);
    }

    List<String> labels() {
        return points.stream().map(TestPoint::label).toList();
    }
}
