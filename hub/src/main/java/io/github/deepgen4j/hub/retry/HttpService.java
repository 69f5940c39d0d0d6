// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * A service that is asked over HTTP, one exchange at a time or many at once. No exchange waits for ever or fills the
 * memory, whatever the service does. What may pass comes as an {@link IOException}, for {@link Retries}.
 */
public final class HttpService implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final String name;
    private final int mostBytes;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /**
     * A service.
     *
     * @param name in messages
     * @param mostBytes of an answer's body; of a longer one only so many are read
     */
    public HttpService(String name, int mostBytes) {
        this.name = name;
        this.mostBytes = mostBytes;
    }

    /**
     * An answer with a status that is not busy.
     *
     * @param whole false if the body is longer than the bound, and was cut there
     */
    public record Answer(int status, byte[] body, boolean whole) {
        private static final int SHOWN = 200;

        /** The beginning of the body on one line, for messages. */
        public String beginning() {
            return beginning(body);
        }

        /** The beginning of a body on one line; {@code nothing} for an empty one. */
        public static String beginning(byte[] body) {
            String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip();
            return text.isEmpty() ? "nothing" : text + (body.length > SHOWN ? "..." : "");
        }
    }

    /**
     * Asks once.
     *
     * @param patience for the head of the answer, and between parts of its body
     * @throws BusyException for a status that may pass
     * @throws IOException if there is no answer, or it stops in the middle
     */
    public Answer send(HttpRequest.Builder request, Duration patience) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while " + name + " was asked");
        }
        try (InputStream body = new WatchedBody(response.body(), patience)) {
            byte[] read = body.readNBytes(mostBytes);
            boolean whole = read.length < mostBytes || body.read() < 0;
            int status = response.statusCode();
            if (BusyException.isBusy(status)) {
                throw new BusyException(
                        "%s: status %d %s".formatted(name, status, Answer.beginning(read)), response.headers());
            }
            return new Answer(status, read, whole);
        }
    }

    /** Ends it; exchanges that are open fail. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
