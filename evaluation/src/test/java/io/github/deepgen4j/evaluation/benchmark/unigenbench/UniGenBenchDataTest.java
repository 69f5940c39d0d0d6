// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.data.PublishedData;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniGenBenchDataTest {
    private static final Set<String> LABELS =
            JudgeTexts.of(Rules.OFFICIAL, "en").labels();

    @TempDir
    private Path folder;

    /** Well-formed rows; the broken ones replace some of them. */
    private static List<String> rows() {
        return IntStream.range(0, 600)
                .mapToObj(i -> row(
                        i,
                        "{\"Testpoints\": [\"Style\", \"World Knowledge\"], \"Testpoint Description\":"
                                + " [\"ink\", \"a \\\"pyramid\\\"\"]}"))
                .collect(Collectors.toList());
    }

    private static String row(int index, String json) {
        return "%d,\"a boat, and %d lighthouses\",\"%s\"".formatted(index, index, json.replace("\"", "\"\""));
    }

    private List<UniGenBenchItem> read(Language language, List<String> rows) {
        return reader(language, rows).read(folder);
    }

    private UniGenBenchData reader(Language language, List<String> rows) {
        try {
            Files.writeString(
                    folder.resolve(language.file()),
                    "index,prompt_" + language.code() + ",sub_dims_" + language.code() + "\n" + String.join("\n", rows)
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new UniGenBenchData(language, LABELS);
    }

    @Test
    void rowsKeepTheirOrderAndPoints() {
        List<String> rows = rows();
        Collections.reverse(rows);
        List<UniGenBenchItem> items = read(Language.ENGLISH, rows);
        assertThat(items.getFirst().index()).isEqualTo(599);
        assertThat(items.getFirst().points())
                .containsExactly(new TestPoint("Style", "ink"), new TestPoint("World Knowledge", "a \"pyramid\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Testpoints\": [\"Style\" \"Grammar - Negation\"], \"Testpoint Description\": [\"a\", \"b\"]}",
                "{\"Testpoints\": [\"Style\"] \"Testpoint Description\": [\"a, b\"]}",
            })
    void theCommaThatRowFiveHundredAndNineLacksIsPutIn(String json) {
        List<String> rows = rows();
        rows.set(509, row(509, json));
        UniGenBenchItem item = read(Language.LONG_ENGLISH, rows).get(509);
        assertThat(item.points().getFirst().label()).isEqualTo("Style");
        assertThat(item.repaired()).isTrue();
        assertThatThrownBy(() -> read(Language.ENGLISH, rows))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test_prompts_en.csv:511: sub_dims_en: expected JSON");
    }

    @Test
    void rowFiveHundredAndNineIsNotRepairedBeyondOneComma() {
        List<String> rows = rows();
        rows.set(509, row(509, "{\"Testpoints\": [\"Style\" \"Style\"] \"Testpoint Description\": [\"a\"]}"));
        assertThatThrownBy(() -> read(Language.LONG_ENGLISH, rows)).hasMessageContaining(":511");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Testpoints\": [\"Style\"], \"Testpoint Description\": []}|as many texts as Testpoints",
                "{\"Testpoints\": [], \"Testpoint Description\": []}|at least one",
                "{\"Testpoints\": [\"Stile\"], \"Testpoint Description\": [\"a\"]}|one of the 27 defined labels, found"
                        + " Stile",
                "{\"Testpoints\": \"Style\", \"Testpoint Description\": [\"a\"]}|an array of texts",
                "{\"考点\": [\"风格\"]}|Testpoints expected an array of texts, found nothing",
                "[]|expected a JSON object",
                "nonsense|expected JSON",
            })
    void brokenCellsAreRefusedWithTheirLine(String json, String message) {
        List<String> rows = rows();
        rows.set(7, row(7, json));
        assertThatThrownBy(() -> read(Language.ENGLISH, rows))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test_prompts_en.csv:9")
                .hasMessageContaining(message);
    }

    @Test
    void anIndexOutOfRangeOrAgainIsRefused() {
        List<String> rows = rows();
        rows.set(599, rows.get(3));
        assertThatThrownBy(() -> read(Language.ENGLISH, rows))
                .hasMessageContaining("test_prompts_en.csv:601: index 3 expected once")
                .hasMessageContaining("test_prompts_en.csv:5");
        rows.set(599, rows.get(3).replaceFirst("3", "600"));
        assertThatThrownBy(() -> read(Language.ENGLISH, rows)).hasMessageContaining("0 to 599, found 600");
    }

    @Test
    void anotherNumberOfRowsIsRefused() {
        assertThatThrownBy(() -> read(Language.ENGLISH, rows().subList(0, 599)))
                .hasMessageContaining("expected 600 rows, found 599");
        assertThatThrownBy(() -> new UniGenBenchData(Language.CHINESE, LABELS).read(folder))
                .hasMessageContaining("test_prompts_zh.csv");
    }

    @Test
    void theColumnsOfDeepGenRlAreReadToo() throws IOException {
        List<String> rows = rows();
        Files.writeString(folder.resolve(Language.ENGLISH.file()), "index,prompt,sub_dims\n" + String.join("\n", rows));
        assertThat(new UniGenBenchData(Language.ENGLISH, LABELS).read(folder)).hasSize(600);
    }

    @ParameterizedTest
    @CsvSource({"ENGLISH,1813", "CHINESE,1813"})
    void thePublishedFilesHaveTheirPoints(Language language, int points) {
        Path data = PublishedData.folder("unigenbench");
        List<UniGenBenchItem> items = new UniGenBenchData(
                        language, JudgeTexts.of(Rules.OFFICIAL, language.code()).labels())
                .read(data);
        assertThat(items.stream().mapToInt(item -> item.points().size()).sum()).isEqualTo(points);
        assertThat(items.stream().flatMap(item -> item.labels().stream()).distinct())
                .hasSize(27);
        assertThat(items.stream()
                        .flatMap(item -> item.points().stream())
                        .map(TestPoint::primary)
                        .distinct())
                .hasSize(10);
    }

    @Test
    void theHeadlineIsTheMeanOfDimensions() {
        var tally = new Tally(Rules.OFFICIAL);
        for (int i = 0; i < 10; i++) {
            tally.add(List.of("Style"), new Marks(List.of(i < 9), true, true));
        }
        tally.add(List.of("Attribute - Size"), new Marks(List.of(true), true, true));
        tally.add(List.of("Attribute - Shape"), new Marks(List.of(false), true, true));
        assertThat(tally.macro()).isEqualTo(0.7);
        assertThat(tally.all().accuracy()).isEqualTo(10 / 12.0);
    }
}
