// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.queue.JobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Health, readiness, models and the contract. */
final class OperationsApi {
    private static final long SILENCE = 60_000; // milliseconds without a beat

    private final Access access;
    private final Models models;
    private final JobQueue queue;
    private final String version;
    private final String contract;
    private final Supplier<String> measures;

    /**
     * @param contract the text of {@code openapi.json}
     * @param measures in Prometheus' text format
     */
    OperationsApi(
            Access access, Models models, JobQueue queue, String version, String contract, Supplier<String> measures) {
        this.access = access;
        this.models = models;
        this.queue = queue;
        this.version = version;
        this.contract = contract;
        this.measures = measures;
    }

    void addTo(Router router) {
        router.add("GET", "/health", this::health)
                .add("GET", "/v2/health/live", this::health)
                .add("GET", "/ready", exchange -> ready(exchange, models.engines()))
                .add("GET", "/v2/health/ready", exchange -> ready(exchange, models.engines()))
                .add(
                        "GET",
                        "/v2/models/{model}/ready",
                        exchange -> ready(exchange, List.of(models.find(Optional.of(exchange.variable("model"))))))
                .add("GET", "/v1/models", exchange -> {
                    access.caller(exchange, "images");
                    exchange.json(200, models.list());
                })
                .add("GET", "/v1/models/{id}", exchange -> {
                    access.caller(exchange, "images");
                    exchange.json(200, models.one(exchange.variable("id")));
                })
                .add("GET", "/metrics", exchange -> {
                    access.caller(exchange, "metrics");
                    exchange.text(200, "text/plain; version=0.0.4; charset=utf-8", measures.get());
                })
                .add("GET", "/openapi.json", exchange -> exchange.text(200, "application/json", contract));
    }

    /** Touches neither the store nor an engine. */
    private void health(Exchange exchange) {
        boolean up = models.engines().stream().allMatch(engine -> engine.state().ready());
        String status = queue.draining() ? "draining" : up ? "ok" : "loading";
        exchange.json(200, JsonNode.object().put("status", status).put("version", version));
    }

    private void ready(Exchange exchange, List<Engine> engines) {
        List<String> reasons = new ArrayList<>();
        if (!queue.storeAlive()) {
            reasons.add("the store does not answer");
        }
        if (queue.draining()) {
            reasons.add("draining");
        }
        if (queue.load().waiting() >= queue.capacity()) {
            reasons.add("the queue is full");
        }
        for (Engine engine : engines) {
            boolean silent = engine.state().up()
                    && System.currentTimeMillis() - engine.state().lastFrameMillis() > SILENCE;
            if (!engine.state().ready() || silent) {
                reasons.add("model %s: %s%s"
                        .formatted(
                                engine.name(),
                                engine.state().phase().name().toLowerCase(Locale.ROOT),
                                silent ? ", silent" : ""));
            }
        }
        if (!reasons.isEmpty()) {
            throw Problem.later(503, queue.draining() ? "draining" : "model_loading", String.join("; ", reasons), 1);
        }
        exchange.json(200, JsonNode.object().put("status", "ready"));
    }
}
