// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.data.PublishedData;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoReBenchDataTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (Dimension dimension : Dimension.values()) {
            String entries = IntStream.rangeClosed(1, 90)
                    .mapToObj(i -> String.format(Locale.ROOT, """
                        "%s-%03d": {"Prompt": "prompt %d", "Checklist": [{"question": "Is it?", "tags": []}]}\
                        """, dimension.code(), i, i))
                    .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
            Files.writeString(folder.resolve(dimension.code() + ".json"), entries);
        }
    }

    @Test
    void allDimensionsAreRead() {
        List<CoReBenchItem> items = CoReBenchData.read(folder);
        assertThat(items).hasSize(1080);
        assertThat(items.getFirst())
                .isEqualTo(new CoReBenchItem("C-MI-001", Dimension.C_MI, "prompt 1", List.of("Is it?")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"C-MI-007\"|\"C-MI-008\"|C-MI-008",
                "\"C-MI-007\"|\"C-MA-007\"|expected an id of C-MI-001 to C-MI-090, found C-MA-007",
                "\"C-MI-007\"|\"C-MI-091\"|expected an id of C-MI-001 to C-MI-090, found C-MI-091",
                "\"C-MI-007\"|\"C-MI-7\"|expected an id of C-MI-001",
                "\"Prompt\": \"prompt 7\"|\"Prompt\": 7|Prompt expected a text, found 7",
                "\"Prompt\": \"prompt 7\"|\"Prompts\": \"prompt 7\"|found Prompts",
                "\"Prompt\": \"prompt 7\"|\"Prompt\" \"prompt 7\"|C-MI.json",
            })
    void brokenEntriesAreRefusedWithFileAndLine(String right, String wrong, String message) throws IOException {
        Path file = folder.resolve("C-MI.json");
        Files.writeString(file, Files.readString(file).replace(right, wrong));
        assertThatThrownBy(() -> CoReBenchData.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("C-MI.json")
                .hasMessageContaining(message)
                .hasMessageMatching("(?s).*(:8|line [89]).*");
    }

    @Test
    void anEntryWithoutQuestionsIsRefused() throws IOException {
        Path file = folder.resolve("R-RR.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "\"prompt 3\", \"Checklist\": [{\"question\": \"Is it?\", \"tags\": []}]",
                                "\"prompt 3\", \"Checklist\": []"));
        assertThatThrownBy(() -> CoReBenchData.read(folder))
                .hasMessageContaining("R-RR.json:4")
                .hasMessageContaining("Checklist expected an array of at least one question");
    }

    @Test
    void aMissingFileOrEntryIsRefused() throws IOException {
        Path file = folder.resolve("R-RR.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"R-RR-001\".*\n", ""));
        assertThatThrownBy(() -> CoReBenchData.read(folder))
                .hasMessageContaining("R-RR.json: expected 90 items, found 89");
        Files.delete(file);
        assertThatThrownBy(() -> CoReBenchData.read(folder)).hasMessageContaining("R-RR.json");
    }

    @Test
    void thePublishedFilesHaveTheirQuestions() {
        List<CoReBenchItem> items = CoReBenchData.read(PublishedData.folder("t2i-corebench"));
        Map<Dimension, Integer> questions = items.stream()
                .collect(Collectors.groupingBy(
                        CoReBenchItem::dimension,
                        Collectors.summingInt(item -> item.questions().size())));
        assertThat(questions.values().stream().mapToInt(n -> n).sum()).isEqualTo(13_536);
        assertThat(questions).containsEntry(Dimension.C_MI, 2601).containsEntry(Dimension.R_RR, 452);
    }
}
