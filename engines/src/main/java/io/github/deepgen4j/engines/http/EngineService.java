// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.hub.retry.HttpService;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.hub.retry.RetriesExhaustedException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * An engine behind an address: {@code GET ADDRESS} says what it is, {@code POST ADDRESS} asks. Failures that may pass
 * are repeated.
 */
final class EngineService implements AutoCloseable {
    private static final int OK = 200;
    private static final int LARGEST_ANSWER = 64 << 20;

    private final URI address;
    private final Retries retries;
    private final Duration patience;
    private final HttpService http;

    /** @param patience for the head of an answer, and between parts of its body */
    EngineService(URI address, Retries retries, Duration patience) {
        this.address = address;
        this.retries = retries;
        this.patience = patience;
        this.http = new HttpService(address.toString(), LARGEST_ANSWER);
    }

    /**
     * The description that the service gives of itself: an object of {@code kind}, {@code name}, and perhaps
     * {@code version}, {@code sha256} and what the kind needs.
     *
     * @throws EngineException if it cannot be asked, or is of another kind
     */
    JsonNode describe(String kind) {
        JsonNode answer = ask(HttpRequest.newBuilder(address).GET());
        if (!answer.path("kind").asString().equals(kind)) {
            throw wrong("an engine of the kind " + kind, answer.path("kind"));
        }
        return answer;
    }

    /** The fingerprint in a description, with the address. */
    Fingerprint fingerprint(JsonNode description) {
        Map<String, String> sums = new LinkedHashMap<>();
        description.path("sha256").forEachEntry((role, sum) -> sums.put(role, sum.asString()));
        return new Fingerprint(
                description.path("name").asString(),
                description.path("version").asString(),
                sums,
                Map.of("address", address.toString()));
    }

    /** Asks about an image. */
    JsonNode ask(Image image, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("image", Base64.getEncoder().encodeToString(image.png(Map.of())));
        body.putAll(more);
        return ask(body);
    }

    /** Asks anything. */
    JsonNode ask(Map<String, ?> body) {
        return ask(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private JsonNode ask(HttpRequest.Builder request) {
        request.header("User-Agent", "deepgen4j");
        String text;
        try {
            text = retries.run(address.toString(), () -> send(request));
        } catch (RetriesExhaustedException e) {
            throw new EngineException(e.getMessage(), e);
        }
        JsonNode answer;
        try {
            answer = Json.read(text);
        } catch (JacksonException e) {
            throw wrong("JSON", text);
        }
        if (!answer.isObject()) {
            throw wrong("a JSON object", text);
        }
        return answer;
    }

    private String send(HttpRequest.Builder request) throws IOException {
        HttpService.Answer answer = http.send(request, patience);
        if (answer.status() != OK) {
            throw new EngineException(address + ": status " + answer.status() + ": " + answer.beginning());
        }
        if (!answer.whole()) {
            throw wrong("at most " + (LARGEST_ANSWER >> 20) + " MiB", "more");
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** An error about an answer. */
    EngineException wrong(String expected, Object found) {
        return new EngineException(address + ": expected " + expected + ", found "
                + HttpService.Answer.beginning(String.valueOf(found).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        http.close();
    }
}
