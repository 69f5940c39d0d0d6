// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.training.data.DataCheck;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.Mix;
import io.github.deepgen4j.training.data.SampleSheet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code deepgen data check FILE...}: what a run would skip, and why. */
@Command(
        name = "check",
        description = "Reads every sample and reports which a run would skip, and why.",
        footer = {"", "Exit code 1 if a run would skip any sample."})
final class DataCheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHOWN = 64;

    @Mixin
    private DataMixin data;

    @Option(
            names = "--contact-sheet",
            paramLabel = "FILE",
            description = "Writes a PNG of the first images as a run sees them, references before their target.")
    private Optional<Path> sheetFile;

    @Option(names = "--json", description = "Print one JSON object per file instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        SampleSheet sheet = new SampleSheet(sheetFile.isPresent() ? SHOWN : 0);
        List<DataCheck.Report> reports = new ArrayList<>();
        boolean stopped;
        try (var interruption = new Interruption()) {
            for (DataConfig config : data.configs()) {
                try (Mix mix = Mix.open(config);
                        Bar bar = Bar.open("checking", DataCheck.samples(mix, data.limit()), "samples")) {
                    reports.addAll(new DataCheck(mix, config, data.limit(), interruption::requested, bar::step)
                            .run(sheet::add));
                }
            }
            stopped = interruption.requested();
        }
        reports.forEach(report -> System.out.println(json ? JSON.writeValueAsString(report) : text(report)));
        if (!sheet.isEmpty()) {
            sheet.image().writePng(sheetFile.orElseThrow());
        }
        boolean good = reports.stream().allMatch(report -> report.bad().isEmpty());
        return stopped ? Failure.INTERRUPTED : good ? 0 : 1;
    }

    private static String text(DataCheck.Report report) {
        StringBuilder text = new StringBuilder("%s: %s, %d of %d samples read, %d to be skipped, %d without text"
                .formatted(
                        report.source(),
                        report.type(),
                        report.checked(),
                        report.samples(),
                        report.bad().size(),
                        report.emptyTexts()));
        if (report.smallest() != null) {
            text.append(", images from ")
                    .append(report.smallest())
                    .append(" to ")
                    .append(report.largest());
        }
        report.bad().forEach(bad -> text.append("\n  ").append(bad.reason()));
        return text.toString();
    }
}
