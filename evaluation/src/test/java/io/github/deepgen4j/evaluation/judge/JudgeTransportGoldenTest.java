// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import io.github.deepgen4j.testing.Golden;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Requests to judges as the published client of rewards makes them. */
class JudgeTransportGoldenTest {
    private static final JsonNode TRANSPORT = Golden.json("rl/reward_text.json").get("transport");

    private static List<JsonNode> cases() {
        return TRANSPORT.properties().stream()
                .map(Map.Entry::getValue)
                .filter(one -> one.has("body"))
                .toList();
    }

    @Test
    void bodiesAreThePublishedOnes() {
        for (JsonNode one : cases()) {
            JsonNode body = one.get("body");
            List<Part> parts = new ArrayList<>();
            Optional<String> system = Optional.empty();
            for (JsonNode message : body.get("messages")) {
                if (message.get("role").stringValue().equals("system")) {
                    system = Optional.of(message.get("content").stringValue());
                    continue;
                }
                ArrayNode content = (ArrayNode) message.get("content");
                for (int i = content.size() - 1; i >= 0; i--) {
                    if (content.get(i)
                            .path("image_url")
                            .path("url")
                            .asString("")
                            .startsWith("http")) {
                        content.remove(i); // addresses of pictures are none of ours
                    }
                }
                content.forEach(part -> parts.add(part(part)));
            }
            var parameters = ChatParameters.of(
                    body.get("temperature").doubleValue(),
                    body.get("max_tokens").intValue(),
                    1);
            String made = ChatRequest.body(
                    body.get("model").stringValue(), new Chat(system, parts, parameters), 0, new PictureEncoder());
            assertThat(normal(new JsonMapper().readTree(made))).isEqualTo(normal(body));
        }
    }

    private static Part part(JsonNode part) {
        if (part.has("text")) {
            return new Part.Text(part.get("text").stringValue());
        }
        String url = part.get("image_url").get("url").stringValue();
        byte[] bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        String type = url.substring("data:".length(), url.indexOf(';'));
        return new Part.Shown(new Picture.InBytes("p", () -> bytes), PictureFormat.raw(type));
    }

    /** Numbers alike, whole or not. */
    private static String normal(JsonNode node) {
        return node.toString().replaceAll("(\\d)\\.0\\b", "$1");
    }

    @Test
    void timeOutsGrowAsPublished() {
        for (JsonNode one : cases()) {
            if (!one.has("timeouts")) {
                continue;
            }
            JsonNode timeouts = one.get("timeouts");
            Duration first = Duration.ofSeconds(timeouts.get(0).intValue());
            JudgeOptions options = JudgeOptions.of(URI.create("http://judge:18087/v1"), "m")
                    .withTimeout(
                            first,
                            Duration.ofSeconds(timeouts.get(1).intValue()).minus(first));
            for (int i = 0; i < timeouts.size(); i++) {
                assertThat(options.timeout(i).toSeconds())
                        .isEqualTo(timeouts.get(i).longValue());
            }
            if (one.has("url")) {
                assertThat(options.chat()).hasToString(one.get("url").stringValue());
            }
        }
    }
}
