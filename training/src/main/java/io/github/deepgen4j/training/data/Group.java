// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;

/**
 * Sources of one type, taken together in proportion to their sizes.
 *
 * @param repeats consecutive micro-batches in a cycle of the mix
 * @param batch samples to a micro-batch
 */
record Group(List<Source> sources, int repeats, int batch) {
    /** A sample: its source and its number there. */
    record Place(Source source, int index) {}

    Group {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new ConfigException("data group expected at least one source, found none");
        }
        for (Source source : sources) {
            if (source.type() != sources.getFirst().type()) {
                throw new ConfigException("data group expected sources of one type, found %s of %s and %s of %s"
                        .formatted(sources.getFirst().name(), sources.getFirst().type(), source.name(), source.type()));
            }
        }
    }

    SampleType type() {
        return sources.getFirst().type();
    }

    MultiSourceSampler.Share share() {
        long length = sources.stream().mapToLong(Source::size).sum();
        return new MultiSourceSampler.Share(Math.toIntExact(length), repeats, batch);
    }

    Place place(int index) {
        int inSource = index;
        for (Source source : sources) {
            if (inSource < source.size()) {
                return new Place(source, inSource);
            }
            inSource -= source.size();
        }
        throw new IndexOutOfBoundsException(index);
    }
}
