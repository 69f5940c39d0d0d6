// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of one or more runs: {@code report.html}, {@code report.json}, {@code report.csv}. */
public final class RunReport {
    private RunReport() {}

    /** Writes the three files into a folder, which is made if need be; returns the page. */
    public static Path write(List<RunScores> runs, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created", e);
        }
        Path page = folder.resolve("report.html");
        HtmlReport.write(runs, page);
        DataReport.write(runs, folder);
        return page;
    }
}
