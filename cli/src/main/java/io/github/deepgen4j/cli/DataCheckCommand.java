// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.FileException;
import io.github.deepgen4j.model.pipeline.ModelNames;
import io.github.deepgen4j.training.data.CheckedModel;
import io.github.deepgen4j.training.data.DataCheck;
import io.github.deepgen4j.training.data.Inventory;
import io.github.deepgen4j.training.data.Mix;
import io.github.deepgen4j.training.data.SampleSheet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        footer = {"", "Exit code 1 if a run would skip any sample, or a file is damaged."})
final class DataCheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHOWN = 64;

    @Mixin
    private DataMixin data;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            description = "Model that the data are for: checks its sizes and the length of texts in its tokens. Default"
                    + " is the model of a run's .yaml, else none.")
    private Optional<String> model;

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
            for (DataTask task : tasks()) {
                reports.addAll(check(task, sheet, interruption));
            }
            stopped = interruption.requested();
        }
        reports.forEach(report -> System.out.println(json ? JSON.writeValueAsString(report) : text(report)));
        if (!sheet.isEmpty()) {
            sheet.image().writePng(sheetFile.orElseThrow());
        }
        boolean good = reports.stream()
                .allMatch(report ->
                        report.bad().isEmpty() && report.inventory().damage().isEmpty());
        return stopped ? Failure.INTERRUPTED : good ? 0 : 1;
    }

    private List<DataTask> tasks() {
        if (model.isEmpty()) {
            return data.tasks();
        }
        Path folder = ModelNames.folder(model.get());
        try (CheckedModel opened = CheckedModel.open(folder, CheckedModel.MAX_TOKENS)) {
            return data.tasks(Optional.of(opened.imageSize())).stream()
                    .map(task -> new DataTask(task.config(), Optional.of(folder), task.maxTokens()))
                    .toList();
        }
    }

    private List<DataCheck.Report> check(DataTask task, SampleSheet sheet, Interruption interruption) {
        Optional<CheckedModel> opened = task.model().map(folder -> CheckedModel.open(folder, task.maxTokens()));
        try (Mix mix = Mix.open(task.config());
                Bar bar = Bar.open("checking", DataCheck.samples(mix, data.limit()), "samples")) {
            sheetFile.ifPresent(file -> requireNoInput(file, mix));
            return new DataCheck(mix, task.config(), opened, data.limit(), interruption::requested, bar::step)
                    .run(sheet::add);
        } finally {
            opened.ifPresent(CheckedModel::close);
        }
    }

    /** A sheet never replaces what is checked. */
    private void requireNoInput(Path file, Mix mix) {
        if (data.names(file) || mix.sources().stream().anyMatch(source -> source.reads(file))) {
            throw new FileException("--contact-sheet " + file + ": is, or would become, one of the files that are"
                    + " checked; name another");
        }
    }

    private static String text(DataCheck.Report report) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s, %d of %d samples read, %d to be skipped, %d without text",
                report.source(),
                report.type(),
                report.checked(),
                report.samples(),
                report.bad().size(),
                report.emptyTexts()));
        if (report.trimmedTexts() > 0) {
            text.append(", ").append(report.trimmedTexts()).append(" with blanks around the text (not learned)");
        }
        if (report.longTexts() > 0) {
            text.append(", ").append(report.longTexts()).append(" with more tokens than a run takes (cut)");
        }
        if (report.smallest() != null) {
            text.append(", images from ")
                    .append(report.smallest())
                    .append(" to ")
                    .append(report.largest());
        }
        Inventory inventory = report.inventory();
        if (!inventory.isComplete()) {
            text.append("\n  ")
                    .append(inventory.seen())
                    .append(" files or members seen, ")
                    .append(inventory.used())
                    .append(" in samples");
            inventory.lines().forEach(line -> text.append("\n  ").append(line));
        }
        report.bad().forEach(bad -> text.append("\n  ").append(bad.reason()));
        return text.toString();
    }
}
