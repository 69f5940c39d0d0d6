// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.policy.Policy;
import io.github.deepgen4j.server.queue.Eta;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.NewJob;
import io.github.deepgen4j.server.queue.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes jobs of orders: settles them with the engine, refuses what cannot pass, and gives the queue the rest. */
final class Orders {
    /** The size that was asked for, where another one is drawn. */
    static final String ASKED = "asked_size";

    private final Models models;
    private final JobQueue queue;
    private final double patience;
    private final Policy policy;

    /**
     * @param patience how many times a client's own time-out is taken as its patience
     * @param policy is asked before an order is taken
     */
    Orders(Models models, JobQueue queue, double patience, Policy policy) {
        this.models = models;
        this.queue = queue;
        this.patience = patience;
        this.policy = policy;
    }

    Settled settle(Order order) {
        return models.settle(order.engine(), order.request());
    }

    /**
     * The order as a job that can be submitted.
     *
     * @param exchange the request that asks for it
     */
    NewJob job(
            Exchange exchange, Caller caller, Order order, Settled settled, boolean awaited, Optional<String> token) {
        long pixels = settled.size().pixels();
        if (pixels > caller.limits().pixels()) {
            throw Problem.invalid(
                    "invalid_size",
                    "size",
                    "size expected at most %d pixels for this key, found %s"
                            .formatted(caller.limits().pixels(), settled.size()));
        }
        requireAllowed(caller, order);
        DrawSettings settings = order.request().settings();
        List<String> references =
                order.request().references().stream().map(queue::keepInput).toList();
        Optional<String> mask = order.request().mask().map(queue::keepInput);
        return new NewJob(
                caller.key(),
                order.user(),
                order.kind(),
                order.engine().name(),
                order.priority(),
                settled.settle(settings),
                settled,
                references,
                mask,
                extras(exchange, order),
                hash(order, settled, references, mask),
                awaited,
                1000L * order.timeout(),
                token);
    }

    private void requireAllowed(Caller caller, Order order) {
        DrawSettings settings = order.request().settings();
        var asked = new Policy.Asked(
                settings.prompt(),
                settings.negative().orElse(""),
                order.request().files(),
                caller.key(),
                order.user());
        policy.refusal(asked).ifPresent(reason -> {
            throw Problem.invalid("moderation_blocked", "prompt", reason).never();
        });
    }

    private static JsonNode extras(Exchange exchange, Order order) {
        JsonNode extras = JsonNode.object()
                .put("output", order.output().json())
                .put("quality", order.quality())
                .put("metadata", order.metadata())
                .put("ignored", order.ignored())
                .put(Exchange.LOGGED, exchange.id())
                .put("address", exchange.remoteAddress());
        order.asked().ifPresent(size -> extras.put(ASKED, size.toString()));
        return extras;
    }

    /** A sum that is equal for requests that ask for the same, however they say it; a random seed is none. */
    static String hash(Order order, Settled settled, List<String> references, Optional<String> mask) {
        DrawSettings settings = settled.settle(order.request().settings());
        JsonNode content = JsonNode.object()
                .put("kind", order.kind())
                .put("model", order.engine().name())
                .put("settings", (order.randomSeed() ? settings.withSeed(0) : settings).json())
                .put("random", order.randomSeed())
                .put("references", references)
                .put("mask", mask.orElse(""))
                .put("output", order.output().json());
        return Digest.sha256().add(content.toString()).hex();
    }

    LiveJob submit(NewJob job) {
        return submit(List.of(job)).getFirst();
    }

    List<LiveJob> submit(List<NewJob> jobs) {
        try {
            return queue.submit(jobs);
        } catch (Rejection e) {
            throw problem(e);
        }
    }

    static Problem problem(Rejection rejection) {
        return switch (rejection.code()) {
            case "queue_full" -> Problem.later(429, rejection.code(), rejection.getMessage(), rejection.retryAfter());
            case "engine_lost" ->
                Problem.fault("generation_failed", rejection.getMessage()).never();
            default -> Problem.later(503, rejection.code(), rejection.getMessage(), rejection.retryAfter());
        };
    }

    /**
     * Refuses a client that says how long it waits, if that will not do: it would come back again and again. Only
     * openai-java says it, of its whole call.
     */
    void requirePatience(Exchange exchange, Order order, Settled settled) {
        Optional<Double> timeout = exchange.header("X-Stainless-Lang")
                .filter(language -> language.equals("java"))
                .flatMap(_ -> exchange.header("X-Stainless-Timeout"))
                .filter(text -> text.matches("[0-9]{1,9}([.][0-9]+)?"))
                .map(Double::parseDouble)
                .filter(seconds -> seconds > 0);
        DrawSettings settings = order.request().settings();
        Optional<Eta> eta = timeout.isEmpty()
                ? Optional.empty()
                : queue.estimate(order.engine().name(), settled, settings.steps(), settings.count());
        if (eta.isPresent() && eta.get().measured() && eta.get().finish() > patience * timeout.get()) {
            throw Problem.refused(
                            422,
                            "exceeds_client_timeout",
                            String.format(
                                    Locale.ROOT,
                                    "the client waits %.0f s, the pictures are expected in %.0f s; set its time-out to"
                                            + " at least %.0f s, or use POST /deepgen/v1/jobs",
                                    timeout.get(),
                                    eta.get().finish(),
                                    Math.ceil(2 * eta.get().finish())))
                    .never();
        }
    }
}
