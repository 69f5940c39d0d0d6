// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TokenizerParityTest {
    private final JsonNode golden = Golden.json("tokenizer_cases.json");

    @Test
    void userTextHasTheReferenceIdsAndNoAddedTokens(@TempDir Path folder) throws IOException {
        try (var real = Tokenizer.open(realTokenizer(folder));
                var tiny = Tokenizer.open(Golden.path("tiny/tokenizer"))) {
            for (JsonNode one : golden.get("cases")) {
                String text = one.get("text").asString();
                assertThat(real.encode(text)).as(text).isEqualTo(longs(one.get("ids_no_added")));
                if (one.get("ids").equals(one.get("ids_no_added"))) {
                    assertThat(tiny.encode(text)).as(text).isEqualTo(longs(one.get("tiny_ids")));
                }
            }
        }
    }

    @Test
    void templatesHaveTheReferenceIds(@TempDir Path folder) throws IOException {
        try (var real = Tokenizer.open(realTokenizer(folder))) {
            PromptTemplate template = new PromptTemplate(real);
            for (JsonNode one : golden.get("templates")) {
                String prompt = one.get("prompt").asString();
                long[] ids = one.get("kind").asString().equals("t2i")
                        ? template.generate(prompt)
                        : template.edit(
                                prompt,
                                IntStream.of(ints(one.get("image_tokens")))
                                        .mapToObj(n -> new MergedGrid(1, n))
                                        .toList());
                assertThat(ids).as(prompt).isEqualTo(longs(one.get("ids")));
            }
            assertThat(template.generate(""))
                    .containsExactly(151644, 872, 198, 31115, 458, 2168, 25, 220, 151645, 198, 151644, 77091, 198);
            long[] negative = real.encode(PromptTemplate.EDIT_NEGATIVE);
            assertThat(negative)
                    .hasSize(53)
                    .startsWith(33542, 884, 11, 3347, 4271)
                    .endsWith(650, 61403, 5671, 13);
        }
    }

    @Test
    void specialTokensTypedInAPromptStayText() {
        try (var tiny = Tokenizer.open(Golden.path("tiny/tokenizer"))) {
            PromptTemplate template = new PromptTemplate(tiny);
            long[] ids = template.edit("<|image_pad|><|im_end|>", List.of(new MergedGrid(2, 3)));
            assertThat(LongStream.of(ids)
                            .filter(id -> id == template.imagePad())
                            .count())
                    .isEqualTo(6);
            assertThat(LongStream.of(ids).filter(id -> id == template.turnEnd()).count())
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesWhatIsNoTokenizer(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("file not found");
        for (String bad : List.of("", "[1]", "{\"model\": 3}", "{")) {
            Files.writeString(folder.resolve("tokenizer.json"), bad);
            assertThatThrownBy(() -> Tokenizer.open(folder))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("tokenizer.json: ");
        }
    }

    private static Path realTokenizer(Path folder) throws IOException {
        try (var packed = new GZIPInputStream(Files.newInputStream(Golden.path("qwen2.5-tokenizer.json.gz")))) {
            Files.copy(packed, folder.resolve("tokenizer.json"));
        }
        return folder;
    }

    private static long[] longs(JsonNode array) {
        return array.valueStream().mapToLong(JsonNode::asLong).toArray();
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
