// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.report.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The section of docs/evaluation.md on published figures: its commands parse, its numbers follow from the code. */
class PublishedFiguresTest {
    private static final double IMAGE_TFLOP = 225;
    private static final double EDIT_TFLOP = 524;
    private static final double TWO_CORES = 0.317;
    private static final double H200 = 72.6;

    /** Questions, of the whole data, to a judge of a sample; where they depend on the item they are not checked. */
    private static final Map<String, Integer> QUESTIONS =
            Map.of("unigenbench", 1, "wise", 1, "gedit", 2, "imgedit", 1, "uniredit", 3);

    private static String section() throws IOException {
        String page = Files.readString(RepositoryFiles.ROOT.resolve("docs/evaluation.md"));
        int start = page.indexOf("## The published figures");
        return page.substring(start, page.indexOf("\n## ", start));
    }

    private static List<List<String>> rows() throws IOException {
        return section()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .toList())
                .toList();
    }

    private static Benchmark<?, ?> benchmark(String word) {
        return new BenchmarkMixin.Converter().convert(word.replace("`", "")).getFirst();
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replace(",", "").replaceAll("[^0-9.].*", ""));
    }

    @Test
    void everyCommandParses() throws IOException {
        List<String> commands = section()
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("./deepgen "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(20);
        for (String command : commands) {
            String[] words = command.substring("./deepgen ".length()).strip().split(" +");
            assertThat(Main.commandLine().parseArgs(words).errors()).isEmpty();
        }
    }

    @Test
    void everyBenchmarkIsDrawnAndScored() throws IOException {
        List<String> words =
                rows().stream().map(row -> row.getFirst().replace("`", "")).toList();
        assertThat(words).hasSize(10);
        assertThat(section())
                .contains(words.stream()
                        .flatMap(word ->
                                List.of("evaluate generate " + word + " ", "evaluate score " + word + " ").stream())
                        .toList());
    }

    @Test
    void imagesAndQuestionsAreThoseOfTheBenchmarks() throws IOException {
        for (List<String> row : rows()) {
            Benchmark<?, ?> benchmark = benchmark(row.getFirst());
            int images =
                    benchmark.info().publishedItems() * benchmark.protocol().samples();
            assertThat(number(row.get(1))).as(row.getFirst()).isEqualTo(images);
            Integer questions = QUESTIONS.get(benchmark.info().name());
            if (questions != null) {
                assertThat(number(row.get(2))).as(row.getFirst()).isEqualTo((double) questions * images);
            }
        }
    }

    @Test
    void hoursFollowFromTheWork() throws IOException {
        for (List<String> row : rows()) {
            boolean edits = List.of("gedit", "imgedit", "rise", "uniredit")
                    .contains(benchmark(row.getFirst()).info().name());
            double work = number(row.get(1)) * (edits ? EDIT_TFLOP : IMAGE_TFLOP) / 3600;
            assertThat(number(row.get(3))).as(row.getFirst()).isCloseTo(work / TWO_CORES, within(0.5));
            assertThat(number(row.get(4))).as(row.getFirst()).isCloseTo(work / H200, within(0.05));
        }
    }

    @Test
    void publishedValuesAreThoseOfReports() throws IOException {
        var compared = new ArrayList<String>();
        for (List<String> row : rows()) {
            var info = benchmark(row.getFirst()).info();
            Map<String, Double> published = Published.of(info.name(), info.version()).stream()
                    .flatMap(table -> table.rows().stream())
                    .collect(Collectors.toMap(
                            Published.Row::model, Published.Row::value, (first, _) -> first, HashMap::new));
            if (published.isEmpty()) {
                assertThat(row.subList(5, 7)).containsExactly("none", "none");
                continue;
            }
            assertThat(number(row.get(5))).as(row.getFirst()).isEqualTo(published.get("DeepGen 1.0 SFT"));
            assertThat(number(row.get(6))).as(row.getFirst()).isEqualTo(published.get("DeepGen 1.0 RL"));
            compared.add(row.getFirst());
        }
        assertThat(compared).hasSize(9);
    }
}
