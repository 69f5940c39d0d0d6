// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.training.data.BadSamples.Bad;
import io.github.deepgen4j.training.data.Inventory;
import io.github.deepgen4j.training.data.Omissions;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Says which samples a run cannot use, and at its end how many there were of each source. For any thread. */
public final class SkippedSamples implements Omissions, AutoCloseable {
    private static final int REFUSALS_TOLD = 100; // one by one: of images from the web millions may be too small

    private record Count(int bad, int refused) {
        Count plus(Bad one) {
            return one.refused() ? new Count(bad, refused + 1) : new Count(bad + 1, refused);
        }
    }

    private static final Count NONE = new Count(0, 0);

    private final Consumer<String> log;
    private final Map<String, Count> bySource = new TreeMap<>();
    private int refused;

    public SkippedSamples(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public synchronized void add(Bad one) {
        bySource.put(one.source(), bySource.getOrDefault(one.source(), NONE).plus(one));
        refused += one.refused() ? 1 : 0;
        if (!one.refused() || refused <= REFUSALS_TOLD) {
            log.accept("skipped: " + one.reason());
        }
        if (one.refused() && refused == REFUSALS_TOLD) {
            log.accept("further samples that the checks refuse are only counted");
        }
    }

    @Override
    public synchronized void leftOut(String source, Inventory inventory) {
        log.accept(String.format(
                Locale.ROOT,
                "%s: %d files or members seen, %d in samples; %s",
                source,
                inventory.seen(),
                inventory.used(),
                String.join("; ", inventory.lines())));
    }

    /** The end of the run: how many there were, nothing if there were none. */
    @Override
    public synchronized void close() {
        if (!bySource.isEmpty()) {
            log.accept(bySource.entrySet().stream()
                    .map(source -> String.format(
                            Locale.ROOT,
                            "%s: %d bad, %d refused by the checks",
                            source.getKey(),
                            source.getValue().bad(),
                            source.getValue().refused()))
                    .collect(Collectors.joining("; ", "skipped in all: ", "")));
        }
    }
}
