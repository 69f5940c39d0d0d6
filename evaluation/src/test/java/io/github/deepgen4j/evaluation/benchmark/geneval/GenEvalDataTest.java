// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.data.PublishedData;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenEvalDataTest {
    @TempDir
    private Path data;

    private final List<String> lines = new ArrayList<>();

    /** The file over ShapeWorld's prompts, in the format of the original. */
    @BeforeEach
    void writeData() throws IOException {
        ShapeWorldPrompt.ALL.forEach(prompt -> lines.add(prompt.metadata()));
        Files.writeString(data.resolve("object_names.txt"), String.join("\n", ShapeWorldPrompt.classes()) + "\n");
        write();
    }

    private void write() throws IOException {
        Files.writeString(data.resolve("evaluation_metadata.jsonl"), String.join("\n", lines) + "\n");
    }

    private static List<GenEvalItem> load(GenEval version, Path data) {
        return version.load(data, Options.usual(version.info()));
    }

    @Test
    void theFileOverShapeWorldIsOneOfGenEval() {
        List<GenEvalItem> items = load(GenEval.VERSIONS.getFirst(), data);
        assertThat(items).isEqualTo(load(GenEval.SHAPEWORLD, Path.of("nowhere")));
        assertThat(items).extracting(GenEvalItem::prompt).doesNotHaveDuplicates();
        assertThat(counts(items))
                .isEqualTo(Map.of(
                        "single_object",
                        80L,
                        "two_object",
                        99L,
                        "counting",
                        80L,
                        "colors",
                        94L,
                        "position",
                        100L,
                        "color_attr",
                        100L));
    }

    private static Map<String, Long> counts(List<GenEvalItem> items) {
        return items.stream().collect(Collectors.groupingBy(GenEvalItem::group, Collectors.counting()));
    }

    @Test
    void thePublishedFileIsRead() throws IOException {
        Path published = PublishedData.folder("geneval");
        List<GenEvalItem> items = load(GenEval.VERSIONS.getFirst(), published);
        assertThat(counts(items))
                .isEqualTo(Map.of(
                        "single_object",
                        80L,
                        "two_object",
                        99L,
                        "counting",
                        80L,
                        "colors",
                        94L,
                        "position",
                        100L,
                        "color_attr",
                        100L));
        String names = String.join("\n", Files.readAllLines(published.resolve("object_names.txt")));
        assertThat(Digest.sha256().add(names).hex())
                .isEqualTo(Golden.json("eval/geneval.json")
                        .get("class_names_sha256")
                        .asString());
        assertThat(items.get(7).id()).isEqualTo("00007");
        assertThat(items).filteredOn(item -> item.tag() == Tag.POSITION).allSatisfy(item -> {
            assertThat(item.include().getLast().place()).isPresent();
            assertThat(item.prompt())
                    .contains(item.include().getLast().place().orElseThrow().relation());
        });
    }

    @Test
    void whatGenEvalDoesNotKnowIsRefusedWithItsLine() throws IOException {
        String first = lines.getFirst();
        Map<String, String> broken = Map.of(
                first.replace("single_object", "three_object"), "jsonl:1: tag expected one of single_object",
                first.replace("\"count\":1", "\"count\":0"), "jsonl:1: include[0]: count expected a whole number",
                first.replace("\"count\":1", "\"count\":1.0"), "jsonl:1: include[0]: count expected a whole number",
                first.replace("\"class\":\"", "\"class\":\"un"), "jsonl:1: include[0]: class expected one of circle",
                first.replace("\"count\":1", "\"count\":1,\"color\":\"teal\""), "color expected one of red",
                first.replace("\"count\":1", "\"count\":1,\"position\":[\"left of\",0]"), "position expected",
                first.replace("\"tag\"", "\"Tag\""), "expected the fields",
                first.replaceFirst("\\[\\{.*}]", "[]"), "include expected at least one clause",
                first.substring(0, 20), "jsonl:1: not valid JSON",
                lines.get(1), "jsonl:2: prompt expected once in the data");
        for (Map.Entry<String, String> one : broken.entrySet()) {
            lines.set(0, one.getKey());
            write();
            assertThatThrownBy(() -> load(GenEval.VERSIONS.getFirst(), data))
                    .as(one.getKey())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(one.getValue());
        }
        lines.removeFirst();
        write();
        assertThatThrownBy(() -> load(GenEval.VERSIONS.getFirst(), data))
                .hasMessageContaining("expected 553 lines, found 552");
        Files.delete(data.resolve("object_names.txt"));
        assertThatThrownBy(() -> load(GenEval.VERSIONS.getFirst(), data))
                .hasMessageContaining("object_names.txt: file not found");
    }

    @Test
    void theLongCaptionsMayBeThere() throws IOException {
        lines.set(0, lines.getFirst().replace("\"prompt\"", "\"detailed_caption\":\"a longer one\",\"prompt\""));
        write();
        assertThat(load(GenEval.VERSIONS.getFirst(), data).getFirst().prompt())
                .isEqualTo(ShapeWorldPrompt.ALL.getFirst().task().prompt());
    }
}
