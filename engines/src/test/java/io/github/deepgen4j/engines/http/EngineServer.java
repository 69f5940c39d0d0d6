// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A service of an engine on this machine, whose answers a test scripts. */
final class EngineServer implements AutoCloseable {
    private final HttpServer server;
    private final String description;
    private final UnaryOperator<String> answers;
    final List<Integer> statuses = new ArrayList<>();
    volatile int asked;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stalls;

    EngineServer(String description, UnaryOperator<String> answers) {
        this.description = description;
        this.answers = answers;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/engine", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/engine");
    }

    /** From now on bodies begin and do not end. */
    void stall() {
        stalls = true;
    }

    /** The next requests are answered by these statuses, without content. */
    void failWith(int... next) {
        synchronized (statuses) {
            for (int status : next) {
                statuses.add(status);
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked++;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 200;
            synchronized (statuses) {
                status = statuses.isEmpty() ? status : statuses.removeFirst();
            }
            if (status == 429) {
                exchange.getResponseHeaders().add("Retry-After", "2");
            }
            String answer = status != 200
                    ? "not now"
                    : exchange.getRequestMethod().equals("GET") ? description : answers.apply(body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes, 0, stalls ? 1 : bytes.length);
            if (stalls) {
                exchange.getResponseBody().flush();
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
