// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.training.data.BadSampleException;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.ImageProcess;
import io.github.deepgen4j.training.data.Mix;
import io.github.deepgen4j.training.data.Preparation;
import io.github.deepgen4j.training.data.Sample;
import io.github.deepgen4j.training.data.Seed;
import io.github.deepgen4j.training.data.Source;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Fills the cache of posteriors with all images of a mix, before a run. */
public final class DataCache {
    private final Mix mix;
    private final Preparation preparation;
    private final PosteriorCache posteriors;

    /**
     * The work done.
     *
     * @param samples number of samples that are cached now
     * @param bad number of samples that cannot be used
     */
    public record Filled(int samples, int bad) {}

    /**
     * Does not own what it is given.
     *
     * @throws ConfigException if images are cropped at random: a run would never find its images again
     */
    public DataCache(Mix mix, DataConfig config, PosteriorCache posteriors) {
        if (config.image().mode() == ImageProcess.Mode.CROP2SQUARE) {
            throw new ConfigException("image mode crop2square cannot be cached: every crop is another image");
        }
        this.mix = mix;
        this.preparation = new Preparation(config.image(), 0, 0);
        this.posteriors = posteriors;
    }

    /**
     * Computes what is not there yet.
     *
     * @param limit samples of each source
     * @param stop ends the work early when true
     * @param progress gets 1 for every sample
     */
    public Filled fill(int limit, BooleanSupplier stop, IntConsumer progress) {
        int samples = 0;
        int bad = 0;
        for (Source source : mix.sources()) {
            for (int i = 0; i < Math.min(limit, source.size()) && !stop.getAsBoolean(); i++) {
                try {
                    add(preparation.apply(source.read(i), new Seed(i).random()));
                    samples++;
                } catch (BadSampleException e) {
                    bad++; // data check says which and why
                }
                progress.accept(1);
            }
        }
        return new Filled(samples, bad);
    }

    private void add(Sample sample) {
        try (var _ = Scope.open()) {
            posteriors.of(sample.target());
            sample.references().forEach(posteriors::of);
        }
    }
}
