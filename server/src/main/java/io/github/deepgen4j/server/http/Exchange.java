// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request and its answer, on one virtual thread that may wait. */
public final class Exchange {
    /** Name of a request's id in logs and records of jobs. */
    public static final String LOGGED = "request_id";

    /** Paths whose clients read errors as {@code {"detail": "..."}}. */
    public static final String SDAPI = "/sdapi/v1/";

    private static final String JSON = "application/json";

    private final Request request;
    private final Response response;
    private final HttpOptions options;
    private final Map<String, String> variables = new HashMap<>();
    private final long began = System.nanoTime();
    private final String id;
    private String route = "none";
    private String code = "";
    private boolean cut;

    Exchange(Request request, Response response, HttpOptions options) {
        this.request = request;
        this.response = response;
        this.options = options;
        this.id = header("X-Request-Id")
                .filter(given -> given.matches("[A-Za-z0-9._-]{1,64}"))
                .orElseGet(RequestIds::next);
        setHeader("X-Request-Id", id);
        setHeader("X-DeepGen-Version", options.version());
        options.headers().forEach(this::setHeader);
    }

    // ---- the request ----

    public String id() {
        return id;
    }

    public String method() {
        return request.getMethod();
    }

    /** The path, decoded, with variables resolved by the router. */
    public String path() {
        return Request.getPathInContext(request);
    }

    /** The template of the route that takes it. */
    public String route() {
        return route;
    }

    void route(String template, Map<String, String> values) {
        route = template;
        variables.putAll(values);
    }

    /** A variable of the route's path. */
    public String variable(String name) {
        return variables.get(name);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        Fields fields = Request.extractQueryParameters(request);
        return Optional.ofNullable(fields.getValue(name));
    }

    /** Address of the client; behind proxies that are believed, the one that the first of them has seen. */
    public String remoteAddress() {
        String address = Request.getRemoteAddr(request);
        List<String> passed = List.of(header("X-Forwarded-For").orElse("").split("\\s*,\\s*"));
        for (String before : passed.reversed()) {
            if (!options.network().trusts(address) || !AddressRange.isAddress(before)) {
                return address;
            }
            address = before;
        }
        return address;
    }

    /** A header in which a proxy describes the request that it had, if it is believed. */
    private Optional<String> forwarded(String name) {
        return options.network().trusts(Request.getRemoteAddr(request))
                ? header("X-Forwarded-" + name)
                : Optional.empty();
    }

    /** Host of the request without its port, in lower case. */
    public String host() {
        String host = forwarded("Host")
                .map(given -> given.replaceFirst(":[0-9]+$", ""))
                .orElseGet(() -> String.valueOf(Request.getServerName(request)))
                .toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@code http://host:port} as the client sees the server. */
    public String origin() {
        boolean secure = forwarded("Proto").map("https"::equalsIgnoreCase).orElseGet(request::isSecure);
        return (secure ? "https" : "http") + "://"
                + forwarded("Host")
                        .or(() -> header("Host"))
                        .or(() -> Optional.ofNullable(request.getHttpURI().getAuthority()))
                        .orElse("localhost");
    }

    /**
     * The fields of the body: JSON, or multipart.
     *
     * @throws Problem if it is another type, damaged or too large
     */
    public Form form() {
        String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT).strip();
        if (type.startsWith("multipart/form-data")) {
            return Multipart.read(request, options);
        }
        if (type.isEmpty() || type.split(";")[0].strip().equals(JSON)) {
            return Form.json(body());
        }
        throw Problem.refused(
                415,
                "unsupported_media_type",
                "body expected application/json or multipart/form-data, found " + type.split(";")[0]);
    }

    /** The bytes of the body. */
    public byte[] body() {
        long most = options.mostBody();
        long declared = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (declared > most) {
            throw tooLarge(most);
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
            if (body.length > most) {
                throw tooLarge(most);
            }
            return body;
        } catch (IOException e) {
            throw Problem.refused(400, "invalid_value", "body expected to be complete, found its end missing");
        }
    }

    static Problem tooLarge(long most) {
        return Problem.refused(413, "body_too_large", "body expected at most " + most + " bytes, found more")
                .header("Connection", "close");
    }

    // ---- the answer ----

    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Milliseconds since the request came. */
    public long millis() {
        return (long) (1000 * seconds());
    }

    /** Seconds since the request came. */
    public double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    public int status() {
        return response.getStatus();
    }

    public boolean begun() {
        return response.isCommitted();
    }

    public void json(int status, JsonNode body) {
        bytes(status, JSON, Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    public void text(int status, String mediaType, String body) {
        bytes(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes; texts are compressed for clients that take that, unless they are already. */
    public void bytes(int status, String mediaType, byte[] body) {
        response.setStatus(status);
        setHeader("Content-Type", mediaType);
        boolean plain = mediaType.matches("(text/|application/(json|x-ndjson)).*")
                && answered("Content-Encoding").isEmpty();
        if (!plain) {
            finish(body);
            return;
        }
        setHeader("Vary", "Accept-Encoding");
        if (body.length >= HttpOptions.COMPRESSED && Gzip.takenBy(this)) {
            setHeader("Content-Encoding", "gzip");
            finish(Gzip.of(body));
        } else {
            finish(body);
        }
    }

    public void empty(int status) {
        response.setStatus(status);
        finish(new byte[0]);
    }

    private void finish(byte[] body) {
        if (path().startsWith("/v1/")) {
            setHeader("openai-processing-ms", Long.toString(millis()));
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (!request.consumeAvailable()) {
            setHeader("Connection", "close"); // Jetty closes it, and clients that are not told send their next request
        }
        try (var blocker = Blocker.callback()) {
            response.write(true, ByteBuffer.wrap(body), blocker);
            blocker.block();
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    /** Code of the error that was answered, empty for none. */
    public String code() {
        return code;
    }

    /** A header of the answer. */
    public Optional<String> answered(String name) {
        return Optional.ofNullable(response.getHeaders().get(name));
    }

    public void problem(Problem problem) {
        code = problem.code();
        problem.headers().forEach(this::setHeader);
        JsonNode body = problem.json();
        json(problem.status(), path().startsWith(SDAPI) ? body.put("detail", problem.getMessage()) : body);
    }

    /** Begins an answer whose length is not known; what is flushed is sent at once. */
    public OutputStream stream(int status, String mediaType) {
        response.setStatus(status);
        setHeader("Content-Type", mediaType);
        if (request.getConnectionMetaData().getHttpVersion().getVersion() == HttpVersion.HTTP_1_1.getVersion()) {
            setHeader("Transfer-Encoding", "chunked"); // else a closed connection would count as its end
        }
        return new Answer(Content.Sink.asOutputStream(response));
    }

    /** Ends the answer when it is closed, unless that was cut. */
    private final class Answer extends FilterOutputStream {
        Answer(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!cut) {
                super.close();
            }
        }
    }

    /** Ends an answer that has begun without its last part, so that the client knows that it is not whole. */
    public void cut() {
        cut = true;
        if (!shared()) {
            endPoint().close(new IOException("cut off"));
        } // else its stream is reset when the handler returns
    }

    boolean wasCut() {
        return cut;
    }

    /** True where other requests go over the same connection, HTTP/2. */
    private boolean shared() {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /**
     * Calls back when the client closes the connection before the answer, or resets its stream of HTTP/2. A connection
     * of HTTP/1.1 is closed after the answer: a further request on it could not be told from its end.
     */
    public void onLeave(Runnable action) {
        if (shared()) {
            request.addIdleTimeoutListener(_ -> false); // a client that waits sends nothing
            request.addFailureListener(_ -> action.run());
            return;
        }
        setHeader("Connection", "close");
        watch(action);
        request.addFailureListener(_ -> action.run());
    }

    private void watch(Runnable action) {
        EndPoint endPoint = endPoint();
        endPoint.tryFillInterested(new Callback() {
            @Override
            public void succeeded() {
                try {
                    int filled = endPoint.fill(ByteBuffer.allocate(1024).limit(0));
                    if (filled < 0) {
                        action.run();
                    } else if (filled == 0) {
                        watch(action);
                    } // else bytes after the request: the client is there, and is not watched any more
                } catch (IOException e) {
                    action.run();
                }
            }

            @Override
            public void failed(Throwable cause) {
                if (!response.isCompletedSuccessfully()) {
                    action.run();
                }
            }
        });
    }

    /** Closes nothing: the server does when the handler has returned. */
    void complete(Callback callback) {
        if (cut) {
            callback.failed(new IOException("cut off"));
            return;
        }
        callback.succeeded();
    }
}
