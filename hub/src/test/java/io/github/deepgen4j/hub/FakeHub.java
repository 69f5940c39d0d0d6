// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A hub of one repository, and a second server to which it redirects for large files. A {@link Fault} may answer in
 * place of either, and may misbehave as it likes.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final RepositoryId REPOSITORY = new RepositoryId("some/model");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    static {
        // Head and body are two packets; without this the second waits 40 ms for the first to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Answers a request instead of the server, or returns false and leaves it to the server. */
    interface Fault {
        boolean answers(HttpExchange exchange) throws IOException;
    }

    record Request(boolean store, String path, Optional<String> range, Optional<String> authorization) {}

    final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile Fault fault = _ -> false;
    volatile RepositoryId repository = REPOSITORY;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer hub = server(false);
    private final HttpServer store = server(true);

    private HttpServer server(boolean isStore) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    requests.add(new Request(
                            isStore,
                            exchange.getRequestURI().getPath(),
                            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
                    if (!fault.answers(exchange)) {
                        answer(exchange, isStore);
                    }
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    URI endpoint() {
        return address(hub);
    }

    URI store() {
        return address(store);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    HubSettings settings(Path cache, String... token) {
        return new HubSettings(endpoint(), List.of(token).stream().findFirst(), cache, false);
    }

    /** Requests for content, to either server. */
    List<Request> downloads() {
        return requests.stream()
                .filter(request -> !request.path().startsWith("/api/"))
                .toList();
    }

    private void answer(HttpExchange exchange, boolean isStore) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String models = "/api/models/" + repository;
        String resolve = "/" + repository + "/resolve/" + COMMIT + "/";
        if (isStore) {
            content(exchange, files.get(path.substring(1)));
        } else if (path.startsWith(models + "/revision/")) {
            json(exchange, "{\"sha\": \"" + COMMIT + "\", \"id\": \"" + repository + "\"}");
        } else if (path.equals(models + "/tree/" + COMMIT)) {
            json(exchange, tree());
        } else if (path.startsWith(resolve) && files.containsKey(path.substring(resolve.length()))) {
            String name = path.substring(resolve.length());
            if (isLarge(name)) {
                exchange.getResponseHeaders().set("Location", store() + "/" + name + "?signature=secret");
                exchange.sendResponseHeaders(302, -1);
            } else {
                content(exchange, files.get(name));
            }
        } else {
            exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
            exchange.sendResponseHeaders(404, -1);
        }
    }

    static boolean isLarge(String name) {
        return name.endsWith(".safetensors");
    }

    String tree() {
        return files.entrySet().stream()
                .map(file -> entry(file.getKey(), file.getValue()))
                .collect(Collectors.joining(
                        ",\n", "[{\"type\": \"directory\", \"path\": \"a\", \"oid\": \"\"},\n", "]"));
    }

    private static String entry(String name, byte[] content) {
        String small = "{\"type\": \"file\", \"path\": \"%s\", \"size\": %d, \"oid\": \"%s\""
                .formatted(name, content.length, gitSha1(content));
        return small
                + (isLarge(name)
                        ? ", \"lfs\": {\"oid\": \"%s\", \"size\": %d, \"pointerSize\": 134}}"
                                .formatted(sha256(content), content.length)
                        : "}");
    }

    static void json(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Serves a resource or the range of it that is asked for. */
    static void content(HttpExchange exchange, byte[] content) throws IOException {
        content(exchange, content, Integer.MAX_VALUE);
    }

    /** The same, but the connection breaks after so many bytes. */
    static void content(HttpExchange exchange, byte[] content, int cut) throws IOException {
        Matcher range =
                RANGE.matcher(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .orElse(""));
        int first = 0;
        int last = content.length - 1;
        if (range.matches()) {
            first = Integer.parseInt(range.group(1));
            last = Math.min(last, range.group(2).isEmpty() ? last : Integer.parseInt(range.group(2)));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
        }
        int length = last - first + 1;
        exchange.sendResponseHeaders(range.matches() ? 206 : 200, length == 0 ? -1 : length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content, first, Math.min(length, cut));
            body.flush();
        }
    }

    /** Serves the whole resource, whatever range is asked for; the connection breaks after so many bytes. */
    static void whole(HttpExchange exchange, byte[] content, int cut) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content, 0, Math.min(content.length, cut));
            body.flush();
        }
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    static String gitSha1(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }
}
