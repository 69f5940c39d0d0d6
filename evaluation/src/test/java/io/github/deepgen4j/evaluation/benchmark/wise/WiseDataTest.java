// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WiseDataTest {
    @TempDir
    private Path folder;

    private static String entries(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(WiseDataTest::entry)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String entry(int id) {
        return """
            {"Prompt": "prompt %d", "Explanation": "shows %d", "Category": "c", "Subcategory": "s", "prompt_id": %d}\
            """.formatted(id, id, id);
    }

    private void write(Edition edition) throws IOException {
        Path data = Files.createDirectories(folder.resolve(edition.folder()));
        int first = 1;
        for (int i = 0; i < edition.files().size(); i++) {
            Files.writeString(
                    data.resolve(edition.files().get(i)),
                    entries(first, edition.counts().get(i)));
            first += edition.counts().get(i);
        }
    }

    @ParameterizedTest
    @EnumSource(Edition.class)
    void theFilesOfAnEditionAreReadByNumber(Edition edition) throws IOException {
        write(edition);
        assertThat(WiseData.read(folder, edition)).hasSize(1000).isSortedAccordingTo((a, b) -> a.number() - b.number());
        Map<Category, Long> counts = WiseData.read(folder.resolve(edition.folder()), edition).stream()
                .collect(Collectors.groupingBy(WiseItem::category, Collectors.counting()));
        counts.forEach((category, count) -> assertThat(count).isEqualTo(edition.items(category)));
        assertThat(edition.weights().values().stream().mapToDouble(w -> w).sum())
                .isEqualTo(1, within(1e-12));
    }

    @Test
    void theVerifiedEditionMayBeOneFile() throws IOException {
        Files.createDirectories(folder.resolve("data_verified"));
        Files.writeString(folder.resolve("data_verified/merge.json"), entries(1, 1000));
        assertThat(WiseData.read(folder, Edition.VERIFIED).getLast())
                .isEqualTo(new WiseItem(1000, Category.CHEMISTRY, "prompt 1000", "shows 1000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"prompt_id\": 7}|\"prompt_id\": 8}|prompt_id expected once",
                "\"prompt_id\": 7}|\"prompt_id\": 0}|prompt_id expected a whole number of at least 1",
                "\"prompt_id\": 7}|\"prompt_id\": 1001}|prompt_id expected a whole number of 1 to 1000",
                "\"prompt_id\": 7}|\"prompt_id\": \"7\"}|prompt_id expected a whole number",
                "\"Prompt\": \"prompt 7\"|\"Promt\": \"prompt 7\"|Prompt expected a text, found nothing",
                "\"Explanation\": \"shows 7\"|\"Explanation\": null|Explanation expected a text",
                "\"Explanation\": \"shows 7\"|\"Explanation\" \"shows 7\"|cultural_common_sense.json",
            })
    void brokenEntriesAreRefusedWithFileAndLine(String right, String wrong, String message) throws IOException {
        write(Edition.LEGACY);
        Path file = folder.resolve("WISE_legacy/data/cultural_common_sense.json");
        Files.writeString(file, Files.readString(file).replace(right, wrong));
        assertThatThrownBy(() -> WiseData.read(folder, Edition.LEGACY))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cultural_common_sense.json")
                .hasMessageContaining(message)
                .hasMessageMatching("(?s).*(:8|line 8).*");
    }

    @Test
    void aMissingFileOrEntryIsRefused() throws IOException {
        write(Edition.LEGACY);
        Path file = folder.resolve("WISE_legacy/data/natural_science.json");
        Files.writeString(file, entries(701, 299));
        assertThatThrownBy(() -> WiseData.read(folder, Edition.LEGACY))
                .hasMessageContaining("natural_science.json: expected 300 items, found 299");
        Files.delete(file);
        assertThatThrownBy(() -> WiseData.read(folder, Edition.LEGACY)).hasMessageContaining("natural_science.json");
    }

    @Test
    void ownWordingIsSaidToBeOwn() {
        var item = new WiseItem(1, Category.CULTURE, "A {fruit}", "A \"tomato\"");
        for (Edition edition : Edition.values()) {
            WiseTexts texts = WiseTexts.of(edition, Optional.empty());
            assertThat(texts.official()).isFalse();
            assertThat(texts.of(item)).contains("\"A {fruit}\"").contains("\"A \"tomato\"\"");
        }
    }

    @Test
    void aCheckoutWithoutTheScriptIsRefused() {
        assertThatThrownBy(() -> WiseTexts.of(Edition.VERIFIED, Optional.of(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("vllm_eval.py");
    }
}
