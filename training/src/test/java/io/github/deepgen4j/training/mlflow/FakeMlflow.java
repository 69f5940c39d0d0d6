// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tracking server with one run, which notes what it is told. */
public final class FakeMlflow implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    /** Status of the answer to a call, 0 for the right one. */
    private volatile Map<String, Integer> failing = Map.of();

    private FakeMlflow(int port) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/api/2.0/mlflow/", this::answer);
        server.start();
    }

    public static FakeMlflow start() throws IOException {
        return new FakeMlflow(0);
    }

    void failing(Map<String, Integer> statuses) {
        this.failing = statuses;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow/".length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = failing.getOrDefault(call, 200);
            calls.add(call);
            if (status == 200) {
                bodies.add(body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
            }
            String answer = status != 200
                    ? "{\"error_code\": \"SOME\"}"
                    : switch (call) {
                        case "experiments/get-by-name" -> "{\"experiment\": {\"experiment_id\": \"7\"}}";
                        case "experiments/create" -> "{\"experiment_id\": \"8\"}";
                        case "runs/create" -> "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}";
                        default -> "{}";
                    };
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Paths of all requests, in order, refused ones included. */
    public List<String> calls() {
        return calls;
    }

    /** Bodies of the requests that went well and have a field. */
    public List<JsonNode> with(String field) {
        Predicate<JsonNode> has = body -> body.has(field);
        return bodies.stream().filter(has).toList();
    }

    /** Values of a metric by step; each may be told once. */
    public Map<Integer, Double> metric(String key) {
        Map<Integer, Double> values = new TreeMap<>();
        for (JsonNode body : with("metrics")) {
            for (JsonNode metric : body.get("metrics")) {
                if (metric.get("key").stringValue().equals(key)
                        && values.put(
                                        metric.get("step").asInt(),
                                        metric.get("value").asDouble())
                                != null) {
                    throw new IllegalStateException(key + " twice: " + metric);
                }
            }
        }
        return values;
    }

    /** All parameters. */
    public Map<String, String> params() {
        Map<String, String> values = new TreeMap<>();
        for (JsonNode body : with("params")) {
            for (JsonNode param : body.get("params")) {
                values.put(param.get("key").stringValue(), param.get("value").stringValue());
            }
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
