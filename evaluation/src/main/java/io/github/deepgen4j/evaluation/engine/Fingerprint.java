// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The marks that tell an engine from another one whose answers may differ.
 *
 * @param name as the command line has it, for example {@code nanodet}
 * @param version of the model or the program; empty if it has none
 * @param sha256 of the loaded files, by their role; empty for a program, and for a service that does not tell
 * @param parameters everything else that changes answers, such as a threshold or the address of a service
 */
public record Fingerprint(String name, String version, Map<String, String> sha256, Map<String, String> parameters) {
    public Fingerprint {
        sha256 = new LinkedHashMap<>(sha256);
        parameters = new LinkedHashMap<>(parameters);
    }

    /** A program without files and parameters. */
    public static Fingerprint program(String name, String version) {
        return new Fingerprint(name, version, Map.of(), Map.of());
    }

    /** All of it on one line; equal for equal fingerprints alone. */
    @Override
    public String toString() {
        return name + (version.isEmpty() ? "" : " " + version) + text(" sha256", sha256) + text("", parameters);
    }

    private static String text(String title, Map<String, String> fields) {
        return fields.isEmpty()
                ? ""
                : fields.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining(", ", title + " (", ")"));
    }
}
