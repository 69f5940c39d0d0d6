// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The weight of a job within its key's share. */
public enum Priority {
    LOW(0.25),
    NORMAL(1),
    HIGH(4);

    private static final long STEP = Duration.ofMinutes(10).toMillis();

    private final double weight;

    Priority(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }

    /** One class up for each ten minutes of waiting, so that nothing starves. */
    Priority after(long waitedMillis) {
        return values()[(int) Math.min(HIGH.ordinal(), ordinal() + Math.max(0, waitedMillis) / STEP)];
    }

    /** The name as clients see it, {@code normal}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Priority> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
