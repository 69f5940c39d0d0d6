// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.Forecast;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.NewJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/** {@code POST /deepgen/v1/jobs/batch}: many jobs in one request, a line of JSON each. */
final class BatchSubmission {
    private static final int MOST_LINES = 10_000;
    private static final int AT_ONCE = 64; // lines that the engine settles: its answers take longer than its work

    private final Access access;
    private final Orders orders;
    private final JobJson json;
    private final BiFunction<Caller, Form, Order> reader;

    /** @param reader reads what a line asks for */
    BatchSubmission(Access access, Orders orders, JobJson json, BiFunction<Caller, Form, Order> reader) {
        this.access = access;
        this.orders = orders;
        this.json = json;
        this.reader = reader;
    }

    /** A line on its way to a job or a refusal. */
    private sealed interface Line {
        record Settlement(Order order, Settled settled) implements Line {}

        record Accepted(NewJob job) implements Line {}

        record Refused(Problem problem) implements Line {}
    }

    void answer(Exchange exchange) throws InterruptedException {
        Caller caller = access.caller(exchange, "jobs");
        boolean atomic = exchange.query("atomic").equals(Optional.of("true"));
        List<Line> lines = settled(caller, lines(exchange)).stream()
                .map(line -> job(exchange, caller, line))
                .toList();
        if (atomic) {
            requireAll(lines);
        }
        List<NewJob> jobs = lines.stream()
                .filter(Line.Accepted.class::isInstance)
                .map(line -> ((Line.Accepted) line).job())
                .toList();
        access.requireRoom(caller, jobs);
        Iterator<LiveJob> taken = orders.submit(jobs).iterator();
        Forecast forecast = json.forecast();
        StringBuilder body = new StringBuilder();
        for (Line line : lines) {
            JsonNode answer =
                    line instanceof Line.Refused refused ? refused.problem().json() : json.of(taken.next(), forecast);
            body.append(answer).append('\n');
        }
        exchange.text(202, "application/x-ndjson", body.toString());
    }

    private static List<String> lines(Exchange exchange) {
        List<String> lines = new String(exchange.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw Problem.invalid(
                    "invalid_value",
                    "",
                    "body expected 1 to %d lines of JSON, found %d".formatted(MOST_LINES, lines.size()));
        }
        return lines;
    }

    /** The lines, settled by the engines many at once. */
    private List<Line> settled(Caller caller, List<String> lines) throws InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Line>> all = new ArrayList<>(lines.size());
            for (String line : lines) {
                places.acquire();
                all.add(executor.submit(() -> {
                    try {
                        return settled(caller, line);
                    } finally {
                        places.release();
                    }
                }));
            }
            List<Line> done = new ArrayList<>(lines.size());
            for (Future<Line> each : all) {
                done.add(each.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Line settled(Caller caller, String line) {
        try {
            Order order = reader.apply(caller, Form.json(line.getBytes(StandardCharsets.UTF_8)));
            return new Line.Settlement(order, orders.settle(order));
        } catch (Problem e) {
            return new Line.Refused(e);
        }
    }

    private Line job(Exchange exchange, Caller caller, Line line) {
        if (!(line instanceof Line.Settlement(Order order, Settled settled))) {
            return line;
        }
        try {
            return new Line.Accepted(orders.job(exchange, caller, order, settled, false, Optional.empty()));
        } catch (Problem e) {
            return new Line.Refused(e);
        }
    }

    private static void requireAll(List<Line> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof Line.Refused(Problem problem)) {
                throw Problem.invalid(problem.code(), "line " + (i + 1), problem.getMessage());
            }
        }
    }
}
