// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.random.RandomGenerator;

/**
 * Reads and prepares samples; for a bad one another of the same source (spec/training.md section 2.4), but not for ever
 * (T6).
 */
final class SampleReader {
    private final Preparation preparation;
    private final int retries;
    private final BadSamples bad;

    SampleReader(Preparation preparation, int retries, BadSamples bad) {
        this.preparation = preparation;
        this.retries = retries;
        this.bad = bad;
    }

    /**
     * @param random everything random about this sample, replacements included: the same generator gives the same
     *     sample
     * @throws DataException if too many are bad
     */
    Sample read(Group.Place place, RandomGenerator random) {
        Source source = place.source();
        int index = place.index();
        for (int attempt = 0; ; attempt++) {
            try {
                return preparation.apply(source.read(index), random);
            } catch (BadSampleException e) {
                bad.add(source, index, e);
                if (attempt == retries) {
                    throw new DataException(
                            "%s: %d bad samples in a row, the last is %s"
                                    .formatted(source.name(), attempt + 1, e.getMessage()),
                            e);
                }
                index = random.nextInt(source.size());
            }
        }
    }
}
