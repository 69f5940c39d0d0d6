// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.run.Counts;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scores.Scored;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.ContactSheet.Cell;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report for people: {@code report.md}, {@code report.png}, and the fields of a model card,
 * {@code model-index.yaml}.
 */
public final class Report {
    private static final int COLUMNS = 10;
    /** Side in pixels that every image is shown at. */
    private static final Size SHOWN = new Size(64, 64);

    private static final ContactSheet SHEET = new ContactSheet(2, 4, 4);
    private static final int GREEN = 0x1ea03c;
    private static final int RED = 0xd22828;

    private Report() {}

    /** Writes the three files into the folder of results; returns the Markdown file. */
    public static Path write(Scores scores, RunFolder folder) {
        Path report = folder.results().resolve("report.md");
        List<List<Cell>> rows = scores.images().stream()
                .map(Scored::group)
                .distinct()
                .map(group -> scores.images().stream()
                        .filter(image -> image.group().equals(group))
                        .limit(COLUMNS)
                        .map(image -> cell(image, scores, folder))
                        .toList())
                .toList();
        if (!rows.isEmpty()) {
            SHEET.image(rows).writePng(folder.results().resolve("report.png"));
        }
        AtomicFile.write(folder.results().resolve("model-index.yaml"), ModelIndex.of(scores));
        AtomicFile.write(report, markdown(scores));
        return report;
    }

    /** The result, and of an edit its source on the left; green for at least half of what can be reached. */
    private static Cell cell(Scored image, Scores scores, RunFolder folder) {
        List<Image> images = Stream.of(
                        Optional.of(image.source())
                                .filter(Predicate.not(String::isEmpty))
                                .map(folder.results()::resolve),
                        Optional.of(folder.images().resolve(image.picture())))
                .flatMap(Optional::stream)
                .map(Report::small)
                .toList();
        double half = scores.headline().map(Scores.Headline::best).orElse(1.0) / 2;
        return new Cell(images, image.score().orElse(0) >= half ? GREEN : RED);
    }

    /** Grey where there is nothing to show: what is missing or damaged is counted in the tables. */
    private static Image small(Path file) {
        try {
            return Resize.resize(Image.read(file), SHOWN, Filter.BICUBIC);
        } catch (ImageException e) {
            byte[] grey = new byte[3 * SHOWN.width() * SHOWN.height()];
            Arrays.fill(grey, (byte) 128);
            return Image.of(SHOWN.width(), SHOWN.height(), grey);
        }
    }

    /** A table for text to image and one for edits: share that passed with its interval, then the other measures. */
    public static String markdown(Scores scores) {
        StringBuilder text = new StringBuilder();
        text.append(
                "# %s, %s%n%n".formatted(scores.key().benchmark(), scores.key().version()));
        scores.settings()
                .ifPresent(settings -> text.append(String.format(
                        Locale.ROOT,
                        "Model `%s` (fingerprint `%s`), %s, %d steps, guidance %s, seed %d, size %s.%n%n",
                        settings.model(),
                        settings.fingerprint(),
                        settings.dtype(),
                        settings.steps(),
                        settings.guidance(),
                        settings.seed(),
                        settings.size())));
        text.append(headline(scores)).append('\n');
        for (boolean edits : new boolean[] {false, true}) {
            List<GroupRow> rows = GroupRow.of(scores).stream()
                    .filter(row -> row.edits() == edits)
                    .toList();
            if (!rows.isEmpty()) {
                text.append("%n## %s%n%n".formatted(edits ? "Edits" : "Text to image"));
                text.append(table(rows));
            }
        }
        scores.notes().forEach(note -> text.append("\n- ").append(note).append('\n'));
        text.append("""

            Prompts: how many different ones the images have. Passed: everything asked for is right at once; in
            brackets the 95 % interval (Wilson) of that share, which takes images of one prompt for independent.
            The other columns are means over the images that they apply to.

            ![images](report.png)

            One row a group, in the order of the tables; green frame passed, red frame failed; of edits the reference
            stands left of the result.
            """);
        return text.toString();
    }

    private static String headline(Scores scores) {
        Counts counts = scores.counts();
        String figure = scores.headline()
                .map(line -> String.format(
                        Locale.ROOT,
                        "%s: **%.4f** of %s%s%s",
                        line.definition(),
                        line.value(),
                        line.best(),
                        line.inferred() ? " (inferred)" : "",
                        line.partial().isEmpty() ? "" : ", over " + line.partial() + " images only"))
                .orElse("No headline: " + counts.covered() + " images are scored");
        return figure
                + String.format(
                        Locale.ROOT,
                        ". %s mode, language %s, judged by %s. Images: %d of %d there; questions: %d of %d answered%s.",
                        scores.key().mode(),
                        scores.key().language(),
                        String.join(", ", scores.key().by()),
                        counts.found(),
                        counts.expected(),
                        counts.scored(),
                        counts.tasks(),
                        counts.failed().entrySet().stream()
                                .map(kind -> ", " + kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining()));
    }

    private static String table(List<GroupRow> rows) {
        Set<String> measures = new LinkedHashSet<>();
        rows.forEach(row -> measures.addAll(row.figures().keySet()));
        StringBuilder text = new StringBuilder();
        text.append(line(Stream.concat(Stream.of("group", "images", "prompts"), measures.stream())));
        text.append(line(
                Stream.concat(Stream.of("---"), Stream.generate(() -> "---:").limit(2 + measures.size()))));
        for (GroupRow row : rows) {
            Stream<String> first = Stream.of(row.group(), String.valueOf(row.images()), String.valueOf(row.prompts()));
            text.append(line(Stream.concat(
                    first, measures.stream().map(name -> cell(row.figures().get(name))))));
        }
        List<Figure> passed = rows.stream()
                .flatMap(row -> row.figures().values().stream())
                .filter(figure -> figure.form() == Figure.Form.PASSED)
                .toList();
        if (passed.size() == rows.size()) {
            text.append(all(rows, passed, measures.size() - 1));
        }
        return text.toString();
    }

    private static String all(List<GroupRow> rows, List<Figure> passed, int others) {
        long units = passed.stream().mapToLong(Figure::count).sum();
        long right = passed.stream().mapToLong(Report::passed).sum();
        int images = rows.stream().mapToInt(GroupRow::images).sum();
        Stream<String> first = Stream.of(
                "**all**",
                String.valueOf(images),
                "",
                "**%s** %s".formatted(percent((double) right / units), interval(Wilson.of((int) right, (int) units))));
        return line(Stream.concat(first, Stream.generate(() -> "").limit(others)));
    }

    private static long passed(Figure figure) {
        return Math.round(figure.value() * figure.count());
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String interval(Wilson wilson) {
        return String.format(Locale.ROOT, "(%.1f-%.1f)", 100 * wilson.low(), 100 * wilson.high());
    }

    private static String cell(Figure figure) {
        if (figure == null) {
            return "-";
        }
        return switch (figure.form()) {
            case PASSED ->
                percent(figure.value()) + " " + interval(Wilson.of((int) passed(figure), (int) figure.count()));
            case SHARE -> percent(figure.value());
            case POINTS -> String.format(Locale.ROOT, "%.4f", figure.value());
            case DECIBELS -> String.format(Locale.ROOT, "%.1f", figure.value());
        };
    }
}
