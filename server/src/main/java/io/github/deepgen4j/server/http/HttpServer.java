// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The HTTP server: one port, HTTP/1.1 or over TLS also HTTP/2, a virtual thread for each request. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int MOST_HEADERS = 16 << 10;
    private static final int MOST_CONNECTIONS = 2000;
    private static final int MOST_STREAMS = 100; // of an HTTP/2 connection
    private static final long IDLE = 30_000; // milliseconds without a byte

    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts to listen.
     *
     * @param before is shown each request before its route is looked for; false if it has answered it
     * @param after is shown each request when it has been answered
     * @throws ConfigException if the port is taken
     */
    public HttpServer(HttpOptions options, Router router, Predicate<Exchange> before, Consumer<Exchange> after) {
        var threads = new QueuedThreadPool(16, 4);
        var virtual = new VirtualThreadPool();
        virtual.setMaxConcurrentTasks(-1);
        threads.setVirtualThreadsExecutor(virtual);
        threads.setName("http");
        this.server = new Server(threads);
        server.addBean(virtual);
        this.connector = new ServerConnector(server, 1, 1, protocols(options.network()));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setErrorHandler(new Errors(options));
        server.setHandler(new Routes(options, router, before, after));
        start(options);
    }

    /** HTTP/1.1 in the clear, for clients that ask for HTTP/2 there break off; over TLS both, as the client says. */
    private static ConnectionFactory[] protocols(NetworkOptions network) {
        var http = new HttpConnectionFactory(configuration(network));
        if (network.tls().isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(network.tls().get().keys());
        tls.setKeyStorePassword("");
        tls.setCipherComparator(HTTP2Cipher.COMPARATOR); // RFC 9113 forbids some that come first otherwise
        var http2 = new HTTP2ServerConnectionFactory(http.getHttpConfiguration());
        http2.setMaxConcurrentStreams(MOST_STREAMS);
        var choice = new ALPNServerConnectionFactory(http2.getProtocol(), http.getProtocol());
        choice.setDefaultProtocol(http.getProtocol());
        return new ConnectionFactory[] {new SslConnectionFactory(tls, choice.getProtocol()), choice, http2, http};
    }

    private static HttpConfiguration configuration(NetworkOptions network) {
        var configuration = new HttpConfiguration();
        if (network.tls().isPresent()) {
            configuration.addCustomizer(new SecureRequestCustomizer(false)); // clients may call it by address
        }
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MOST_HEADERS);
        configuration.setIdleTimeout(IDLE);
        return configuration;
    }

    private void start(HttpOptions options) {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw new ConfigException(
                    "cannot listen on %s port %d: %s".formatted(options.host(), options.port(), reason(e)), e);
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Number of connections that are open. */
    public int open() {
        return connector.getConnectedEndPoints().size();
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the HTTP server did not stop in order", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** All requests that Jetty could read. */
    private static final class Routes extends Handler.Abstract {
        private final HttpOptions options;
        private final Router router;
        private final Predicate<Exchange> before;
        private final Consumer<Exchange> after;

        Routes(HttpOptions options, Router router, Predicate<Exchange> before, Consumer<Exchange> after) {
            this.options = options;
            this.router = router;
            this.before = before;
            this.after = after;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var exchange = new Exchange(request, response, options);
            MDC.put(Exchange.LOGGED, exchange.id());
            try {
                answer(exchange);
                after.accept(exchange);
            } finally {
                MDC.clear();
            }
            exchange.complete(callback);
            return true;
        }

        private void answer(Exchange exchange) {
            try {
                if (before.test(exchange)) {
                    router.find(exchange).handle(exchange);
                }
            } catch (Problem e) {
                answer(exchange, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer(exchange, Problem.later(503, "draining", "the server is ending", 5));
            } catch (RuntimeException | Error e) {
                LOG.error("{} {}: failed", exchange.method(), exchange.route(), e);
                answer(exchange, Problem.fault("internal_error", "the server failed; request " + exchange.id()));
            }
        }

        private static void answer(Exchange exchange, Problem problem) {
            if (exchange.begun()) {
                if (!exchange.wasCut()) {
                    exchange.cut();
                }
                return;
            }
            exchange.problem(problem);
        }
    }

    /** Requests that Jetty refuses itself: in our shape, without its page. */
    private static final class Errors extends ErrorHandler {
        private final HttpOptions options;

        Errors(HttpOptions options) {
            this.options = options;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            response.getHeaders().put("Content-Type", "application/json");
            response.getHeaders().put("X-DeepGen-Version", options.version());
            response.write(true, body(status), callback);
            return true;
        }

        private static ByteBuffer body(int status) {
            Problem problem = status >= 500
                    ? Problem.fault("internal_error", "the server failed")
                    : Problem.refused(status, "invalid_value", "the request is not valid HTTP (status " + status + ")");
            return ByteBuffer.wrap(problem.json().toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
