// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random words, short ones with many ties and long ones where frequent characters are left out, against difflib. */
class ClosestWordTest {
    @Test
    void ratiosAndChoicesAreDifflibs() throws IOException {
        var json = new JsonMapper();
        try (InputStream rows = ClosestWordTest.class.getResourceAsStream("/cvtg/closest_words.jsonl")) {
            List<String> lines = new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines).isNotEmpty();
            for (String line : lines) {
                JsonNode row = json.readTree(line);
                String word = row.get("word").asString();
                List<String> candidates = row.get("candidates")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                for (int i = 0; i < candidates.size(); i++) {
                    assertThat(new ClosestWord(word).ratio(candidates.get(i)))
                            .as("%s in %s", candidates.get(i), word)
                            .isEqualTo(row.get("ratios").get(i).doubleValue());
                }
                assertThat(ClosestWord.of(word, candidates))
                        .isEqualTo(row.get("best").asString());
            }
        }
    }
}
