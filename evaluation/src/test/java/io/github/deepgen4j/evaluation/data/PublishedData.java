// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The benchmarks' files as published, which the project does not contain: property {@code deepgen.benchmarks}. */
public final class PublishedData {
    private PublishedData() {}

    /** The folder of a benchmark; the test that asks is skipped where it is not. */
    public static Path folder(String benchmark) {
        Path golden =
                Path.of(System.getProperty("deepgen.golden")).toAbsolutePath().normalize();
        Path usual = golden.resolve("../../../shared/data/benchmarks").normalize();
        Path folder = Path.of(System.getProperty("deepgen.benchmarks", usual.toString()))
                .resolve(benchmark);
        assumeTrue(
                Files.isDirectory(folder),
                () -> folder + " is not there: name the published data with -Ddeepgen.benchmarks=...");
        return folder;
    }
}
