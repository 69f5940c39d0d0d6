// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.NewJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws what a request asks for, and answers it when that has ended: begins a job or joins the one that the request
 * repeats, and keeps the client waiting as section 3.6 of the server's specification says.
 */
final class Drawing {
    private static final Set<String> WHOLE_CALL = Set.of("java", "js"); // values of X-Stainless-Lang
    private static final int MOST_TOKEN = 255;
    private static final Pattern WAIT = Pattern.compile("\\bwait=([0-9]{1,6})\\b");

    private final Access access;
    private final JobQueue queue;
    private final Orders orders;
    private final Answers answers;
    private final Joins joins;
    private final ApiOptions options;
    private final JobJson jobs;

    Drawing(
            Access access,
            JobQueue queue,
            Orders orders,
            Answers answers,
            Joins joins,
            JobJson jobs,
            ApiOptions options) {
        this.access = access;
        this.queue = queue;
        this.orders = orders;
        this.answers = answers;
        this.joins = joins;
        this.jobs = jobs;
        this.options = options;
    }

    /** @param body of the answer when the job has succeeded */
    void answer(Exchange exchange, Caller caller, Order order, Function<LiveJob, JsonNode> body)
            throws InterruptedException {
        if (!order.ignored().isEmpty()) {
            exchange.setHeader("X-DeepGen-Ignored", String.join(", ", order.ignored()));
        }
        Joins.Entry entry = entry(exchange, caller, order);
        LiveJob job = entry.job();
        exchange.setHeader("X-DeepGen-Job", job.job().id());
        boolean delivered = false;
        try {
            delivered = answer(exchange, order, job, body);
        } finally {
            joins.leave(entry, delivered);
        }
    }

    /** The job of a request: one that it repeats, or a new one. */
    private Joins.Entry entry(Exchange exchange, Caller caller, Order order) {
        Settled settled = orders.settle(order);
        Optional<String> token = token(exchange);
        NewJob job = orders.job(exchange, caller, order, settled, true, token);
        String alike = Joins.alike(caller.key(), job.hash());
        int retry = retry(exchange);
        if (token.isEmpty()) {
            return entry(exchange, caller, order, settled, job, alike, retry);
        }
        synchronized (this) { // of many at once with one token, one begins the job and all others find it
            return entry(exchange, caller, order, settled, job, alike, retry);
        }
    }

    private Joins.Entry entry(
            Exchange exchange, Caller caller, Order order, Settled settled, NewJob job, String alike, int retry) {
        Optional<String> token = job.token();
        Optional<Joins.Entry> joined = token.isPresent()
                ? named(caller, job.hash(), token.get()).map(live -> joins.begin(alike, live, retry))
                : joins.join(alike, retry);
        if (joined.isPresent()) {
            exchange.setHeader("Idempotent-Replayed", "true");
            return joined.get();
        }
        access.requireRoom(caller, List.of(job));
        orders.requirePatience(exchange, order, settled);
        return joins.begin(alike, orders.submit(job), retry);
    }

    private static Optional<String> token(Exchange exchange) {
        return exchange.header("Idempotency-Key").map(token -> {
            if (!token.matches("[\\x21-\\x7e][\\x20-\\x7e]{0," + (MOST_TOKEN - 1) + "}")) {
                throw Problem.invalid(
                        "invalid_value",
                        "Idempotency-Key",
                        "Idempotency-Key expected 1 to " + MOST_TOKEN + " printable characters, found others");
            }
            return token;
        });
    }

    private static int retry(Exchange exchange) {
        return exchange.header("X-Stainless-Retry-Count")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The job that the client has named before. */
    private Optional<LiveJob> named(Caller caller, String hash, String token) {
        return queue.remembered(caller.key(), token).map(remembered -> {
            if (!remembered.hash().equals(hash)) {
                throw Problem.refused(
                                422,
                                "idempotency_key_reused",
                                "Idempotency-Key expected the request that it was used for before, found another one")
                        .never();
            }
            return queue.revive(caller.key(), remembered.job())
                    .orElseThrow(() -> Problem.refused(410, "expired", "the job of this Idempotency-Key has gone"));
        });
    }

    // ---- answers ----

    /** Answers when the job has ended; true if the client got all of it. */
    private boolean answer(Exchange exchange, Order order, LiveJob job, Function<LiveJob, JsonNode> body)
            throws InterruptedException {
        Optional<Long> patience = patience(exchange);
        if (patience.isPresent() && patience.get() == 0) {
            return accepted(exchange, job);
        }
        try (var client = new Waiting(exchange, job)) {
            if (order.output().stream()) {
                return new StreamedAnswer(exchange, job, client, answers).send();
            }
            long padding = paddingAfterMillis(exchange);
            long wait =
                    Math.min(padding, patience.map(seconds -> 1000 * seconds).orElse(Long.MAX_VALUE));
            boolean ended = client.await(wait);
            if (!ended && !client.gone() && patience.isPresent() && 1000 * patience.get() <= wait) {
                return accepted(exchange, job);
            }
            if (ended) {
                return plain(exchange, job, body);
            }
            return !client.gone() && padding < Long.MAX_VALUE && padded(exchange, job, client, body);
        }
    }

    /**
     * OpenAI's libraries for Java and JavaScript count their time-out over the whole call and repeat it only before an
     * answer has begun: padding would gain nothing and cost them the repeat, which joins their job.
     */
    private long paddingAfterMillis(Exchange exchange) {
        return exchange.header("X-Stainless-Lang").filter(WHOLE_CALL::contains).isPresent()
                ? Long.MAX_VALUE
                : options.paddingAfterMillis();
    }

    /** {@code Prefer: respond-async} is 0 seconds, {@code Prefer: wait=N} is N. */
    private static Optional<Long> patience(Exchange exchange) {
        String prefer = exchange.header("Prefer").orElse("").toLowerCase(Locale.ROOT);
        Matcher wait = WAIT.matcher(prefer);
        if (wait.find()) {
            return Optional.of(Long.parseLong(wait.group(1)));
        }
        return prefer.contains("respond-async") ? Optional.of(0L) : Optional.empty();
    }

    private boolean accepted(Exchange exchange, LiveJob job) {
        queue.keep(job);
        exchange.setHeader("Location", "/deepgen/v1/jobs/" + job.job().id());
        exchange.setHeader("Preference-Applied", "respond-async");
        exchange.json(202, jobs.of(job));
        return true;
    }

    private boolean plain(Exchange exchange, LiveJob job, Function<LiveJob, JsonNode> body) {
        Optional<Problem> problem = Answers.problem(job.job());
        if (problem.isPresent()) {
            throw problem.get();
        }
        exchange.json(200, body.apply(job));
        return true;
    }

    /**
     * A space now and then before the JSON, so that nobody between gives up. A failure cuts the connection: the client
     * repeats the request and gets the true error at once.
     */
    private boolean padded(Exchange exchange, LiveJob job, Waiting client, Function<LiveJob, JsonNode> body)
            throws InterruptedException {
        exchange.setHeader("Connection", "close");
        try (OutputStream out = exchange.stream(200, "application/json")) {
            do {
                out.write(' ');
                out.flush();
            } while (!client.await(options.paddingEveryMillis()) && !client.gone());
            if (client.gone()) {
                return false;
            }
            if (Answers.problem(job.job()).isPresent()) {
                exchange.cut();
                return false;
            }
            out.write(Json.write(body.apply(job)).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
