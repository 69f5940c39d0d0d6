// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.engines.Tiny;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpScorerTest {
    private static final Image RED = Tiny.plain(20, 10, Tiny.RED);

    private static double score(EngineServer server, Optional<Image> source) {
        var retries = new Retries(RetryPolicy.DEFAULT.with(3, _ -> {}), _ -> {});
        try (var scorer = new HttpScorer("hps", server.address(), retries, Duration.ofSeconds(20))) {
            return scorer.score(RED, "a \"red\" thing", source);
        }
    }

    @Test
    void picturesPromptAndProtocolAreSentAsJson() {
        var asked = new AtomicReference<String>();
        try (var server = new EngineServer("", body -> {
            asked.set(body);
            return "{\"protocol\": 1, \"scores\": [0.25]}";
        })) {
            server.failWith(503);
            assertThat(score(server, Optional.of(Tiny.plain(4, 4, Tiny.BLUE)))).isEqualTo(0.25);
        }
        JsonNode body = Json.read(asked.get());
        assertThat(body.get("protocol").intValue()).isEqualTo(1);
        assertThat(body.get("scorer").stringValue()).isEqualTo("hps");
        assertThat(body.get("prompts").stream().findFirst().orElseThrow().stringValue())
                .isEqualTo("a \"red\" thing");
        byte[] png = Base64.getDecoder()
                .decode(body.get("images").stream().findFirst().orElseThrow().stringValue());
        assertThat(Image.read(png, "sent").sha256()).isEqualTo(RED.sha256());
        assertThat(body.get("sources").size()).isEqualTo(1);
    }

    @Test
    void aScoreMayBeNoNumber() {
        try (var server = new EngineServer("", _ -> "{\"protocol\": 1, \"scores\": [\"NaN\"]}")) {
            assertThat(score(server, Optional.empty())).isNaN();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"protocol\": 2, \"scores\": [1]} | expected protocol 1, found 2",
                "{\"scores\": [1]} | expected protocol 1",
                "{\"protocol\": 1, \"scores\": []} | expected scores of one picture",
                "{\"protocol\": 1, \"scores\": [\"high\"]} | expected a number, found \"high\"",
                "{\"protocol\": 1, \"scores\": [null]} | expected a number",
                "<html>proxy</html> | expected JSON, found <html>proxy</html>",
                "\u0080\u0004\u0095pickle | expected JSON"
            })
    void otherAnswersAreRefused(String answer, String message) {
        try (var server = new EngineServer("", _ -> answer)) {
            assertThatThrownBy(() -> score(server, Optional.empty()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(message);
        }
    }
}
