// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.List;

/**
 * A micro-batch. Sizes of its images differ in general, so it is a list.
 *
 * @param number its place in the order of the run, from 0
 * @param type of all samples
 */
public record Batch(long number, SampleType type, List<Sample> samples) {
    public Batch {
        samples = List.copyOf(samples);
    }
}
