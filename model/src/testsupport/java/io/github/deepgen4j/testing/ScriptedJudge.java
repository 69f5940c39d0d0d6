// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A judge on 127.0.0.1 that speaks an OpenAI-compatible chat and answers as a test wants, well or badly. */
public final class ScriptedJudge implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final boolean keep;

    /**
     * A request.
     *
     * @param number 0 for the first
     * @param authorization its header; empty if it has none
     * @param body the JSON
     */
    public record Call(int number, String authorization, String body) {}

    /**
     * An answer.
     *
     * @param millis that it takes
     */
    public record Answer(int status, Map<String, String> headers, byte[] body, int millis) {
        public Answer(int status, String body) {
            this(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), 0);
        }

        /** A copy with a header. */
        public Answer with(String header, String value) {
            return new Answer(status, Map.of(header, value), body, millis);
        }

        /** A copy that comes after some time. */
        public Answer after(int value) {
            return new Answer(status, headers, body, value);
        }
    }

    private ScriptedJudge(Function<Call, Answer> script, boolean keep) {
        this.keep = keep;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, script));
        server.start();
    }

    /** One that answers each call by a script and keeps all calls. */
    public static ScriptedJudge of(Function<Call, Answer> script) {
        return new ScriptedJudge(script, true);
    }

    /** One that always says the same, and keeps no calls: for many of them. */
    public static ScriptedJudge saying(String text, int millis) {
        return new ScriptedJudge(_ -> text(text).after(millis), false);
    }

    /** A chat answer with this text. */
    public static Answer text(String text) {
        return new Answer(
                200,
                "{\"choices\": [{\"index\": 0, \"finish_reason\": \"stop\", \"message\": {\"role\": \"assistant\","
                        + " \"content\": " + quoted(text) + "}}], \"usage\": {\"prompt_tokens\": 1000,"
                        + " \"completion_tokens\": 10}}");
    }

    /** A text as JSON. */
    public static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    private void answer(HttpExchange exchange, Function<Call, Answer> script) throws IOException {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (exchange) {
            var call = new Call(
                    count.getAndIncrement(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                            .replace("null", ""),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (keep) {
                calls.add(call);
            }
            Answer answer = script.apply(call);
            Thread.sleep(answer.millis());
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            open.decrementAndGet();
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The base of its API. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** The calls so far, in the order in which they came. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The number of calls so far. */
    public int count() {
        return count.get();
    }

    /** The most calls that were open at once. */
    public int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
