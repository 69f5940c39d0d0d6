// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server in this process with a scripted engine, and a client for it. */
public final class TestServer implements AutoCloseable {
    private final ScriptedEngine engine;
    private final DeepGenServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestServer(Path data) {
        this(data, options -> options);
    }

    public TestServer(Path data, UnaryOperator<ServerOptions> change, Engine... others) {
        this.engine = new ScriptedEngine("scripted");
        List<Engine> engines = new ArrayList<>(List.of(engine));
        engines.addAll(List.of(others));
        ServerOptions options = ServerOptions.of("test", data)
                .withPort(0)
                .withDrain(Duration.ZERO); // gated pictures that a test leaves are not waited for
        this.server = new DeepGenServer(change.apply(options), engines);
    }

    public ScriptedEngine engine() {
        return engine;
    }

    public List<String> routes() {
        return server.routes();
    }

    public int port() {
        return server.port();
    }

    public URI uri(String path) {
        return URI.create(path.startsWith("http") ? path : server.url() + path);
    }

    /** An answer whose body is read. */
    public record Answer(int status, HttpResponse<byte[]> response) {
        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.read(text());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String code() {
            return json().path("error").path("code").asString();
        }
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    public Answer post(String path, String json, String... headers) {
        return send(request(path, json, headers));
    }

    public HttpRequest.Builder request(String path, String json, String... headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpClient client() {
        return client;
    }

    /** Waits until a job has ended, and returns it. */
    public JsonNode ended(String job) {
        while (true) {
            JsonNode found = get("/deepgen/v1/jobs/" + job + "?wait=5").json();
            if (found.path("finished_at").isString() || found.has("error") && !found.has("id")) {
                return found;
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
