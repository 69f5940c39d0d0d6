// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.results.Pictures;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings files and records together again after a crash: each picture has both or neither. */
final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final JobStore store;
    private final Pictures pictures;

    Repair(JobStore store, Pictures pictures) {
        this.store = store;
        this.pictures = pictures;
    }

    void run() {
        Set<String> known = store.files();
        List<String> strays = pictures.strays(known);
        strays.forEach(pictures::delete);
        List<String> inputs = pictures.strayInputs(store.inputs());
        inputs.forEach(pictures::deleteInput);
        Set<String> unfinished = store.unfinished().stream().map(Job::id).collect(Collectors.toSet());
        pictures.checkpoints().stream().filter(job -> !unfinished.contains(job)).forEach(pictures::deleteCheckpoint);
        List<String> lost =
                known.stream().filter(place -> !pictures.exists(place)).toList();
        lost.forEach(place -> store.deletePicture(id(place)));
        if (!strays.isEmpty() || !inputs.isEmpty() || !lost.isEmpty()) {
            LOG.warn(
                    "data folder repaired: {} pictures and {} inputs without a record removed, {} records without a"
                            + " file removed",
                    strays.size(),
                    inputs.size(),
                    lost.size());
        }
    }

    /** The id in a place, {@code 2026/01/31/ID.png}. */
    private static String id(String place) {
        return place.substring(place.lastIndexOf('/') + 1, place.lastIndexOf('.'));
    }
}
