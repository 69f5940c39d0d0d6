// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.files.Given;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Adapters that a request chooses among the {@link NamedAdapter}s of the model.
 *
 * @param strength as {@link Adapter#strength}; when empty the one under which they were named
 */
public record ChosenAdapter(String name, OptionalDouble strength) {
    /** Adapters of one request. */
    public static final int MOST = 4;

    public ChosenAdapter {
        Given.require("name of an adapter", name);
        Given.require("strength of an adapter", strength).ifPresent(value -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("adapter strength expected a finite number, found " + value);
            }
        });
    }

    /** At the strength under which it was named. */
    public static ChosenAdapter of(String name) {
        return new ChosenAdapter(name, OptionalDouble.empty());
    }

    /** At this strength. */
    public static ChosenAdapter of(String name, double strength) {
        return new ChosenAdapter(name, OptionalDouble.of(strength));
    }

    /**
     * A copy of the choice of one request; its products are added in this order.
     *
     * @throws IllegalArgumentException for more than {@link #MOST}, and for one that is chosen twice
     */
    public static List<ChosenAdapter> all(List<ChosenAdapter> chosen) {
        List<ChosenAdapter> all = Given.requireAll("adapter", chosen);
        if (all.size() > MOST) {
            throw new IllegalArgumentException(
                    "lora expected at most %d adapters, found %d".formatted(MOST, all.size()));
        }
        Set<String> names = new HashSet<>();
        all.forEach(each -> {
            if (!names.add(each.name)) {
                throw new IllegalArgumentException("lora expected each adapter once, found " + each.name + " twice");
            }
        });
        return all;
    }
}
