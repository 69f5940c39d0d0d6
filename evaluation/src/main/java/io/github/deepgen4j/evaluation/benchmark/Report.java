// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.benchmark.Scores.Scored;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.ContactSheet.Cell;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    /** Writes the three files into the folder of the images; returns the Markdown file. */
    public static Path write(Scores scores, Path folder) {
        Path report = folder.resolve("report.md");
        List<List<Cell>> rows = scores.groups().stream()
                .map(group -> scores.images().stream()
                        .filter(scored -> scored.image().group().equals(group.group()))
                        .limit(COLUMNS)
                        .map(scored -> cell(scored, folder))
                        .toList())
                .toList();
        SHEET.image(rows).writePng(folder.resolve("report.png"));
        AtomicFile.write(folder.resolve("model-index.yaml"), modelIndex(scores));
        AtomicFile.write(report, markdown(scores));
        return report;
    }

    /** The result, and of an edit its reference on the left. */
    private static Cell cell(Scored scored, Path folder) {
        List<Image> images = Stream.of(
                        scored.image().reference(), scored.image().file())
                .filter(file -> !file.isEmpty())
                .map(file -> Resize.resize(Image.read(folder.resolve(file)), SHOWN, Filter.BICUBIC))
                .toList();
        return new Cell(images, scored.verdict().passed() ? GREEN : RED);
    }

    /** A table for text to image and one for edits: share that passed with its interval, then the graded measures. */
    public static String markdown(Scores scores) {
        Manifest.Settings settings = scores.settings();
        StringBuilder text = new StringBuilder();
        text.append("# %s, split %s%n%n".formatted(scores.benchmark(), scores.split()));
        text.append(String.format(
                Locale.ROOT,
                "Model `%s` (fingerprint `%s`), %s, %d steps, guidance %s, seed %d, size %s.%n",
                settings.model(),
                settings.fingerprint(),
                settings.dtype(),
                settings.steps(),
                settings.guidance(),
                settings.seed(),
                settings.size()));
        for (boolean edits : new boolean[] {false, true}) {
            List<GroupScore> groups = scores.groups().stream()
                    .filter(group -> group.edits() == edits)
                    .toList();
            if (!groups.isEmpty()) {
                text.append("%n## %s%n%n".formatted(edits ? "Edits" : "Text to image"));
                text.append(table(groups));
            }
        }
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

    private static String table(List<GroupScore> groups) {
        Set<String> measures = new LinkedHashSet<>();
        groups.forEach(group -> measures.addAll(group.measures().keySet()));
        StringBuilder text = new StringBuilder();
        text.append(row(Stream.concat(Stream.of("group", "images", "prompts", "passed"), measures.stream())));
        text.append(row(
                Stream.concat(Stream.of("---"), Stream.generate(() -> "---:").limit(3 + measures.size()))));
        for (GroupScore group : groups) {
            Stream<String> first = Stream.of(
                    group.group(),
                    String.valueOf(group.images()),
                    String.valueOf(group.prompts()),
                    percent(group.rate()) + " " + interval(group.interval()));
            text.append(row(Stream.concat(
                    first,
                    measures.stream().map(name -> value(name, group.measures().get(name))))));
        }
        int images = groups.stream().mapToInt(GroupScore::images).sum();
        int passed = groups.stream().mapToInt(GroupScore::passed).sum();
        Stream<String> all = Stream.of(
                "**all**",
                String.valueOf(images),
                "",
                "**%s** %s".formatted(percent((double) passed / images), interval(Wilson.of(passed, images))));
        text.append(row(Stream.concat(all, measures.stream().map(_ -> ""))));
        return text.toString();
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String interval(Wilson wilson) {
        return String.format(Locale.ROOT, "(%.1f-%.1f)", 100 * wilson.low(), 100 * wilson.high());
    }

    /** Measures that end in {@code dB} are decibels, all others shares. */
    private static String value(String name, Double value) {
        return value == null ? "-" : name.endsWith("dB") ? String.format(Locale.ROOT, "%.1f", value) : percent(value);
    }

    /** The fields {@code model-index} of a model card on Hugging Face. */
    static String modelIndex(Scores scores) {
        StringBuilder text = new StringBuilder(
                "model-index:\n- name: " + quoted(scores.settings().model()) + "\n  results:\n");
        for (GroupScore group : scores.groups()) {
            text.append(String.format(
                    Locale.ROOT,
                    """
                      - task: {type: %s}
                        dataset: {type: %s, name: %s, split: %s, config: %s}
                        metrics:
                        - {type: accuracy, name: passed, value: %.4f}
                    """,
                    group.edits() ? "image-to-image" : "text-to-image",
                    scores.benchmark(),
                    scores.benchmark(),
                    scores.split(),
                    group.group(),
                    group.rate()));
            group.measures()
                    .forEach((name, value) -> text.append(String.format(
                            Locale.ROOT, "    - {type: %s, name: %s, value: %.4f}%n", "score", name, value)));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
