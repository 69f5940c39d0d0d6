// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.Census;
import java.util.Locale;
import java.util.stream.Collectors;

/** A census of tensors as a table for people: a line for each component, their sums, and the fingerprint. */
final class CensusTable {
    private static final String ROW = "%-12s %6s %8s %16s %16s  %s%n";

    private CensusTable() {}

    /** Prints it to stdout. */
    static void print(Census census) {
        System.out.printf(ROW, "component", "files", "tensors", "elements", "bytes", "types");
        for (Census.Count component : census.components()) {
            String types =
                    component.elements().keySet().stream().map(Enum::name).collect(Collectors.joining(" "));
            System.out.printf(
                    ROW,
                    component.name(),
                    component.files(),
                    grouped(component.tensors()),
                    grouped(component.totalElements()),
                    grouped(component.bytes()),
                    types);
        }
        System.out.printf(
                ROW,
                "together",
                census.components().stream().mapToInt(Census.Count::files).sum(),
                grouped(census.tensors()),
                grouped(census.elements()),
                grouped(census.bytes()),
                "");
        System.out.println("fingerprint  " + census.fingerprint());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
