// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokenBatchParityTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1", "edit2"})
    void idsMaskAndPositionsAreTheRecordedOnes(String fixture) {
        JsonNode facts = Golden.json(fixture + "/case.json");
        try (var _ = Scope.open();
                var tokenizer = Tokenizer.open(Golden.path("tiny/tokenizer"));
                var golden = Golden.tensors(fixture + "/tensors.safetensors")) {
            PromptTemplate template = new PromptTemplate(tokenizer);
            List<TokenizedPrompt> rows = new ArrayList<>();
            for (String half : new String[] {"prompts", "negatives"}) {
                for (int i = 0; i < facts.get(half).size(); i++) {
                    String text = facts.get(half).get(i).asString();
                    List<MergedGrid> references = new ArrayList<>();
                    for (JsonNode reference : facts.path("refs").path(i)) {
                        references.add(new MergedGrid(
                                reference.get("height").asInt() / 32,
                                reference.get("width").asInt() / 32));
                    }
                    rows.add(new TokenizedPrompt(
                            facts.has("refs") ? template.edit(text, references) : template.generate(text), references));
                }
            }
            TokenBatch batch = TokenBatch.of(
                    rows,
                    template,
                    Golden.connectorConfig().thinkTokens(),
                    rows.stream().mapToInt(TokenizedPrompt::length).max().orElseThrow());
            assertThat(batch.ids().toLongs())
                    .isEqualTo(golden.tensor("input_ids").toLongs());
            assertThat(batch.mask().toLongs())
                    .isEqualTo(golden.tensor("attention_mask").toLongs());
            assertThat(batch.positions().toLongs())
                    .isEqualTo(golden.tensor("position_ids").toLongs());
        }
    }
}
