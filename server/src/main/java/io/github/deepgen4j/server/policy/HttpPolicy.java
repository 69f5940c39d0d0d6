// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.policy;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Asks another program: a POST of {@code {"prompt", "negative_prompt", "images", "key", "user"}}, images in base64,
 * which it answers with {@code {"allow": true}} or {@code {"allow": false, "reason": "..."}}. If it does not,
 * everything is refused, or everything allowed.
 */
public final class HttpPolicy implements Policy {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPolicy.class);
    private static final int MOST_REASON = 500;

    private final URI address;
    private final Duration patience;
    private final boolean open;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param open allows everything when there is no answer in time */
    public HttpPolicy(URI address, Duration patience, boolean open) {
        this.address = address;
        this.patience = patience;
        this.open = open;
    }

    @Override
    public Optional<String> refusal(Asked asked) {
        JsonNode body = JsonNode.object()
                .put("prompt", asked.prompt())
                .put("negative_prompt", asked.negative())
                .put(
                        "images",
                        asked.images().stream()
                                .map(Base64.getEncoder()::encodeToString)
                                .toList())
                .put("key", asked.key())
                .put("user", asked.user());
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            JsonNode verdict = answer.statusCode() == 200 ? Json.read(answer.body()) : JsonNode.object();
            if (verdict.path("allow").isBoolean()) {
                return verdict.get("allow").booleanValue() ? Optional.empty() : Optional.of(reason(verdict));
            }
            return unanswered("status " + answer.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unanswered("interrupted");
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return unanswered(e.getClass().getSimpleName());
        }
    }

    private static String reason(JsonNode verdict) {
        String reason = verdict.path("reason").asString();
        return reason.isBlank()
                ? "the policy of this server refuses the request"
                : reason.substring(0, Math.min(MOST_REASON, reason.length()));
    }

    private Optional<String> unanswered(String how) {
        LOG.warn("{}: no verdict ({}); the request is {}", address, how, open ? "allowed" : "refused");
        return open ? Optional.empty() : Optional.of("the policy of this server could not be asked; try again later");
    }
}
