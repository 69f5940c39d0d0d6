// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as Python's {@code json.loads} takes it: with NaN and infinities, the last of fields with one name. */
final class LenientJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LenientJson() {}

    /** Maps, lists, strings, numbers and truth values; empty for what is no JSON, and for null. */
    static Optional<Object> read(String text) {
        try {
            return Optional.ofNullable(MAPPER.readValue(text, Object.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
