// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Trees read and write what databind, which is there for tests only, reads and writes. */
class JsonTest {
    private static final String EVERYTHING =
            "{\"a\":[1,-2,18446744073709551615,2.5,1.0E-6,1.0E300],\"b\":{\"c\":null,\"d\":true,\"é\":\"x\\n"
                    + "\\\"\\u0001\"},\"e\":[],\"f\":{},\"g\":\"\"}";

    @Test
    void whatWasReadIsWrittenAgain() {
        JsonNode tree = Json.read(EVERYTHING);
        assertThat(tree.toString())
                .isEqualTo(EVERYTHING)
                .isEqualTo(new JsonMapper().readTree(EVERYTHING).toString());
        assertThat(Json.read(tree.toString())).isEqualTo(tree).hasSameHashCodeAs(tree);
        assertThat(Json.writePretty(tree))
                .isEqualTo(JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(new JsonMapper().readTree(EVERYTHING)));
    }

    @Test
    void numbersKeepTheirKind() {
        JsonNode numbers = Json.read("{\"int\":7,\"long\":3000000000,\"seed\":18446744073709551615,\"real\":7.0}");
        assertThat(numbers.get("int").canConvertToInt()).isTrue();
        assertThat(numbers.get("long").canConvertToInt()).isFalse();
        assertThat(numbers.get("long").longValue()).isEqualTo(3_000_000_000L);
        assertThat(numbers.get("seed").isBigInteger()).isTrue();
        assertThat(numbers.get("seed").canConvertToLong()).isFalse();
        assertThat(numbers.get("seed").asString()).isEqualTo("18446744073709551615");
        assertThat(numbers.get("real").isIntegralNumber()).isFalse();
        assertThat(numbers.get("real").doubleValue()).isEqualTo(7);
    }

    @Test
    void whatIsNotThereIsMissing() {
        JsonNode tree = Json.read("{\"a\": null}");
        assertThat(tree.has("a")).isTrue();
        assertThat(tree.hasNonNull("a")).isFalse();
        assertThat(tree.get("b")).isNull();
        assertThat(tree.path("b").path("c").isMissingNode()).isTrue();
        assertThat(tree.path("b")).isEmpty();
        assertThat(Json.read("").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "nul", "{a:1}", "[NaN]", "1 2"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JacksonException.class);
    }

    @Test
    void onlyObjectsTakeFields() {
        JsonNode object = JsonNode.object().put("a", List.of(1, "b")).put("c", Map.of("d", 2L));
        assertThat(object).hasToString("{\"a\":[1,\"b\"],\"c\":{\"d\":2}}");
        assertThatThrownBy(() -> object.get("a").put("e", 1)).hasMessage("a JSON array has no fields");
        assertThatThrownBy(() -> JsonNode.of(new StringBuilder())).isInstanceOf(IllegalArgumentException.class);
    }
}
