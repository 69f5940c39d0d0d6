// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.ByteSize;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryForecast;
import java.util.List;
import java.util.Locale;

/** Forecasts of memory as tables for people: a line for each stage, the peak, and what the machine has. */
final class ForecastTable {
    private ForecastTable() {}

    /** Prints them to stdout; nothing if there are none. */
    static void print(List<MemoryForecast> forecasts) {
        forecasts.forEach(ForecastTable::print);
        if (!forecasts.isEmpty()) {
            System.out.printf("available    %s%n", gib(AvailableMemory.bytes()));
        }
    }

    private static void print(MemoryForecast forecast) {
        System.out.printf(
                "%nforecast, offload %s, compute type %s%n",
                OffloadConverter.word(forecast.offload()),
                forecast.compute().name().toLowerCase(Locale.ROOT));
        for (MemoryForecast.Need need : forecast.stages()) {
            System.out.printf(
                    "%-16s weights %s, activations %s, together %s%n",
                    need.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    gib(need.weights()),
                    gib(need.activations()),
                    gib(need.total()));
        }
        System.out.printf("%-16s %s%n", "peak", gib(forecast.peak()));
    }

    private static String gib(long bytes) {
        return ByteSize.gib(bytes, 2);
    }
}
