// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.Settled;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The speed of models: moving means of measured steps, and of the rest of an image, by tokens and rows of a pass. A
 * size that was never measured is scaled from the nearest that was; a model that was never measured is guessed from its
 * parameters.
 */
final class PaceTable {
    private static final double NEW_SHARE = 0.3; // of a moving mean
    private static final double GUESSED_FLOPS = 3e10; // a core's, so that a guess is rather too long
    private static final double GUESSED_REST = 0.1; // of the steps, for reading and decoding

    private record Place(String model, String fingerprint, long bucket, int rows) {}

    /**
     * Seconds of one image.
     *
     * @param measured false for a guess
     */
    record Estimate(double step, double rest, boolean measured) {
        double seconds(int steps) {
            return steps * step + rest;
        }

        /** With adapters that add a share of the work of a step. */
        Estimate withAdapters(double share) {
            return new Estimate((1 + share) * step, rest, measured);
        }
    }

    private final JobStore store;
    private final Map<Place, JobStore.Pace> paces = new HashMap<>();

    PaceTable(JobStore store) {
        this.store = store;
        store.paces().forEach(pace -> paces.put(place(pace), pace));
    }

    private static Place place(JobStore.Pace pace) {
        return new Place(pace.model(), pace.fingerprint(), pace.bucket(), pace.rows());
    }

    private static long bucket(long tokens) {
        return tokens <= 1 ? 1 : Long.highestOneBit(tokens - 1) << 1;
    }

    /**
     * Takes in an image that was drawn.
     *
     * @param step mean seconds of its steps, adapters included; they are kept without
     * @param rest seconds beside them
     */
    synchronized void measured(String model, String fingerprint, Settled settled, double step, double rest) {
        Place place = new Place(model, fingerprint, bucket(settled.sequence()), settled.rows());
        double plain = step / (1 + settled.adapterShare());
        JobStore.Pace before = paces.get(place);
        var pace = new JobStore.Pace(
                model,
                fingerprint,
                place.bucket,
                place.rows,
                before == null ? plain : mixed(before.step(), plain),
                before == null ? rest : mixed(before.rest(), rest));
        paces.put(place, pace);
        store.put(pace);
    }

    private static double mixed(double before, double now) {
        return (1 - NEW_SHARE) * before + NEW_SHARE * now;
    }

    /** Of an image of the current model, empty while its dimensions are not known. */
    synchronized Optional<Estimate> estimate(String model, Optional<ModelFacts> facts, Settled settled) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        double work = (double) settled.sequence() * settled.rows();
        Estimate plain = paces.values().stream()
                .filter(pace -> pace.model().equals(model)
                        && pace.fingerprint().equals(facts.get().fingerprint()))
                .min(Comparator.comparingDouble(pace -> Math.abs(Math.log(work(pace) / work))))
                .map(pace -> scaled(pace, settled, work))
                .orElseGet(() -> guessed(facts.get(), work));
        return Optional.of(plain.withAdapters(settled.adapterShare()));
    }

    private static double work(JobStore.Pace pace) {
        return (double) pace.bucket() * pace.rows();
    }

    private static Estimate scaled(JobStore.Pace pace, Settled settled, double work) {
        boolean same = pace.bucket() == bucket(settled.sequence()) && pace.rows() == settled.rows();
        double factor = same ? 1 : work / work(pace);
        return new Estimate(pace.step() * factor, pace.rest() * factor, true);
    }

    private static Estimate guessed(ModelFacts facts, double work) {
        double flops = GUESSED_FLOPS * Runtime.getRuntime().availableProcessors();
        double step = 2 * facts.transformerParameters() * work / flops;
        return new Estimate(step, GUESSED_REST * step * facts.steps(), false);
    }
}
