// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.server.api.Api;
import io.github.deepgen4j.server.api.Models;
import io.github.deepgen4j.server.audit.AuditLog;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.HttpOptions;
import io.github.deepgen4j.server.http.HttpServer;
import io.github.deepgen4j.server.keys.KeyRing;
import io.github.deepgen4j.server.metrics.Meters;
import io.github.deepgen4j.server.page.PageFiles;
import io.github.deepgen4j.server.queue.JobListener;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.JobStore;
import io.github.deepgen4j.server.queue.QueueLimits;
import io.github.deepgen4j.server.queue.SqliteStore;
import io.github.deepgen4j.server.results.DataFolder;
import io.github.deepgen4j.server.results.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that draws: HTTP in front, a queue that survives everything, engines behind. Needs no LibTorch itself unless
 * an engine runs in this process.
 */
public final class DeepGenServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeepGenServer.class);
    private static final int SECRET_BYTES = 32;

    /** Of every answer: a page of ours loads nothing from elsewhere and is shown in no frame. */
    private static final Map<String, String> HEADERS = headers();

    private final ServerOptions options;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Meters meters;
    private final JobQueue queue;
    private final HttpServer http;
    private final List<String> routes;

    /**
     * Starts the server; it answers when this returns.
     *
     * @param engines the first is the default model; owned
     * @throws ConfigException if the port is taken, or the data folder cannot be used
     */
    public DeepGenServer(ServerOptions options, List<Engine> engines) {
        this.options = options;
        engines.forEach(parts::push);
        try {
            DataFolder data = kept(DataFolder.open(options.data()));
            this.meters = kept(new Meters());
            JobStore store = kept(new SqliteStore(data.database(), meters::committed));
            KeyRing keys = options.keys().map(KeyRing::of).orElseGet(KeyRing::none);
            QueueLimits limits = options.limits().withKeys(keys::weight, keys::storage);
            this.queue = kept(new JobQueue(store, new Pictures(data), engines, limits, listeners(data)));
            meters.watch(queue.load(), engines);
            meters.gauge("results.bytes", () -> store.pictureBytes(Optional.empty()));
            var api = new Api(
                    new Models(engines),
                    queue,
                    keys,
                    options.limits(),
                    options.api(),
                    options.policy(),
                    options.version(),
                    contract(),
                    meters::text,
                    secret(options.data().resolve("url.secret")));
            new PageFiles().addTo(api.router());
            this.routes = api.router().routes();
            var httpOptions = new HttpOptions(
                    options.version(),
                    options.host(),
                    options.port(),
                    data.uploads(),
                    options.mostBody(),
                    options.mostPart(),
                    HEADERS,
                    options.network());
            this.http = kept(new HttpServer(httpOptions, api.router(), api::before, this::answered));
            meters.gauge("http.open", http::open);
        } catch (RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.push(part);
        return part;
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                        + " frame-ancestors 'none'; form-action 'self'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        return headers;
    }

    private List<JobListener> listeners(DataFolder data) {
        List<JobListener> listeners = new ArrayList<>(List.of(meters));
        options.audit().ifPresent(prompts -> listeners.add(new AuditLog(data.audit(), prompts)));
        return listeners;
    }

    private void answered(Exchange exchange) {
        meters.answered(
                exchange.route(),
                exchange.method(),
                exchange.status(),
                exchange.code(),
                exchange.answered("Idempotent-Replayed").isPresent(),
                exchange.seconds());
        LOG.info("{} {} {} {} ms", exchange.method(), exchange.route(), exchange.status(), exchange.millis());
    }

    /** The contract that lies beside this class. */
    public static String contract() {
        try (InputStream in = DeepGenServer.class.getResourceAsStream("openapi.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Random bytes that are made once and kept. */
    private static byte[] secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                AtomicFile.write(file, secret);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read", e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return http.port();
    }

    /** {@code METHOD /path} of everything that it answers. */
    public List<String> routes() {
        return routes;
    }

    /** The address for clients on this machine. */
    public String url() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return (options.network().tls().isPresent() ? "https://" : "http://") + host + ":" + port();
    }

    /**
     * Ends in order: takes no more work, finishes the running picture if that is expected soon, else puts it back, and
     * closes everything.
     */
    @Override
    public void close() {
        queue.drain(options.drain());
        closeParts();
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the server did not close in order", e);
            }
        }
    }
}
