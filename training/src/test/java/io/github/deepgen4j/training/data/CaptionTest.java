// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** captions.json holds texts as stored and as learned; write_captions.py made the other files of it. */
class CaptionTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> STORED = new ArrayList<>();
    private static final List<String> LEARNED = new ArrayList<>();

    @TempDir
    private Path folder;

    private static Path resource(String name) {
        return Path.of("..", "testdata", "tables", name);
    }

    @BeforeAll
    static void read() {
        for (JsonNode row : JSON.readTree(resource("captions.json").toFile())) {
            STORED.add(row.get(0).stringValue());
            LEARNED.add(row.get(1).stringValue());
        }
    }

    private static List<String> texts(SourceConfig config) {
        List<String> texts = new ArrayList<>();
        try (Source source = config.open(ImageChecks.NONE, 5)) {
            for (int i = 0; i < source.size(); i++) {
                texts.add(source.read(i).text());
            }
        }
        return texts;
    }

    private static String name(int number) {
        return String.valueOf(100 + number); // in order of number and of name
    }

    @Test
    void theSameWordsAreTheSameTextInEveryFormat() throws IOException {
        byte[] png = TestData.image(8, 8, 1).png(Map.of());
        Map<String, byte[]> plain = new LinkedHashMap<>();
        Map<String, byte[]> json = new LinkedHashMap<>();
        List<String> t2i = new ArrayList<>();
        List<String> edits = new ArrayList<>();
        List<String> annotated = new ArrayList<>();
        Files.createDirectories(folder.resolve("images"));
        for (int i = 0; i < STORED.size(); i++) {
            String text = JSON.writeValueAsString(STORED.get(i));
            byte[] bytes = STORED.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] annotation = ("\uFEFF{\"caption\": " + text + "}").getBytes(StandardCharsets.UTF_8);
            Files.write(folder.resolve("images/" + name(i) + ".png"), png);
            Files.write(folder.resolve("images/" + name(i) + ".txt"), bytes);
            Files.write(folder.resolve("images/" + name(i) + ".json"), annotation);
            plain.put(name(i) + ".png", png);
            plain.put(name(i) + ".txt", bytes);
            json.put(name(i) + ".png", png);
            json.put(name(i) + ".json", annotation);
            t2i.add("{\"txt\": " + text + ", \"image_path\": \"100.png\"}");
            edits.add("{\"instruction\": " + text + ", \"input_image\": \"100.png\", \"output_image\": \"100.png\"}");
            annotated.add("{\"annotation\": \"" + name(i) + ".json\", \"image\": \"100.png\"}");
        }
        Path images = folder.resolve("images");
        Path captions = TestData.text(folder.resolve("a.json"), annotated.toString());
        Path lines = TestData.text(folder.resolve("t.jsonl"), String.join("\n", t2i));
        Path list = TestData.text(folder.resolve("t.json"), "\uFEFF" + t2i);
        Path editList = TestData.text(folder.resolve("e.json"), edits.toString());
        Map<String, SourceConfig> sources = new LinkedHashMap<>();
        sources.put("folder", new SourceConfig.Folder(images));
        sources.put("tar", new SourceConfig.WebDataset(TestData.tar(folder.resolve("t.tar"), plain)));
        sources.put(
                "json in a tar",
                new SourceConfig.WebDataset(
                        TestData.tar(folder.resolve("j.tar"), json), "jpg;jpeg;png;webp", List.of(), "json:caption"));
        sources.put("annotations", new SourceConfig.Caption(captions, images, images, "caption"));
        sources.put("list", new SourceConfig.TextToImageSft(list, images));
        sources.put("lines", new SourceConfig.TextToImageSft(lines, images));
        sources.put("edits", new SourceConfig.Edit(editList, images));
        sources.put("parquet", new SourceConfig.Parquet(resource("captions.parquet")));
        sources.put("arrow", new SourceConfig.Arrow(resource("captions.arrow")));
        sources.forEach((format, source) -> assertThat(texts(source)).as(format).containsExactlyElementsOf(LEARNED));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, UTF-16 (by its byte order mark)",
        "UTF-16LE, byte 0xe9",
        "ISO-8859-1, 'byte 0xe9 at place 3, as in Latin-1'",
        "Shift_JIS, byte 0x"
    })
    void otherEncodingsAreRefusedByName(String encoding, String named) {
        byte[] bytes = (encoding.equals("Shift_JIS") ? "赤い円" : "café noir").getBytes(Charset.forName(encoding));
        assertThatThrownBy(() -> Caption.of(bytes, "d/a.txt"))
                .isInstanceOf(BadSampleException.class)
                .hasMessageStartingWith("d/a.txt: expected a text in UTF-8, found ")
                .hasMessageContaining(named);
    }

    @Test
    void aTextOfTwoBytesACharacterIsNoUtf8() {
        byte[] bytes = "a star".getBytes(StandardCharsets.UTF_16LE); // without a byte order mark
        assertThatThrownBy(() -> Caption.of(bytes, "x")).hasMessageContaining("the character NUL in it (UTF-16");
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThatThrownBy(() -> Caption.of("a \uD800 b", "x")).isInstanceOf(BadSampleException.class);
    }

    @Test
    void blanksThatWereTakenOffAreTold() {
        assertThat(Caption.of("a star \n", "x")).isEqualTo(new Caption("a star", true));
        assertThat(Caption.of("a star\r\n", "x")).isEqualTo(new Caption("a star", false)); // as every file ends
    }
}
