// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.hub.retry.BusyException;
import io.github.deepgen4j.hub.retry.WatchedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Requests to the hub and to where it redirects. The token goes to the hub itself and to nobody else, and never from
 * https to http. Failures that may pass are {@link IOException}s, final ones a {@link Refusal} or a
 * {@link HubException}.
 */
final class HubHttp implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 10;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration HEAD = Duration.ofSeconds(60);

    private final HubSettings settings;
    private final Limits limits;
    private final HttpClient client;

    HubHttp(HubSettings settings, Limits limits) {
        this.settings = settings;
        this.limits = limits;
        // One TCP connection a range, which HTTP/2 would put all into one.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * An answer with content.
     *
     * @param from where it came from after all redirects
     */
    record Answer(URI from, boolean partial, HttpHeaders headers, InputStream body) implements AutoCloseable {
        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** Asks for a whole resource, or for a range of it as in {@code bytes=0-99}. */
    Answer get(URI uri, Optional<String> range) throws IOException {
        URI at = uri;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(at, range);
            int status = response.statusCode();
            if (status == OK || status == PARTIAL) {
                InputStream body = new WatchedBody(response.body(), limits.stall());
                return new Answer(at, status == PARTIAL, response.headers(), body);
            }
            response.body().close();
            if (!REDIRECTS.contains(status)) {
                throw failure(at, response);
            }
            at = target(at, response.headers());
        }
        throw new HubException(shown(uri) + ": redirected more than " + MOST_REDIRECTS + " times");
    }

    private HttpResponse<InputStream> send(URI uri, Optional<String> range) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(HEAD)
                .header("User-Agent", "deepgen4j")
                .header("Accept-Encoding", "identity");
        range.ifPresent(bytes -> request.header("Range", bytes));
        if (isHub(uri)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        } catch (IOException e) {
            throw new IOException(
                    shown(uri) + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
        }
    }

    /** True for an address of the hub itself: same scheme, host and port. */
    boolean isHub(URI uri) {
        return origin(uri).equals(origin(settings.endpoint()));
    }

    private static String origin(URI uri) {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return (secure ? "https://" : "http://") + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static URI target(URI from, HttpHeaders headers) throws IOException {
        String location = headers.firstValue("Location").orElse("");
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(shown(from) + ": redirects to something that is no address", e);
        }
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        boolean plain = "http".equalsIgnoreCase(target.getScheme()) && !"https".equalsIgnoreCase(from.getScheme());
        if (location.isEmpty() || target.getHost() == null || !(secure || plain)) {
            throw new HubException(shown(from) + ": redirects to '" + shown(target) + "', which is not followed");
        }
        return target;
    }

    private IOException failure(URI at, HttpResponse<InputStream> response) {
        int status = response.statusCode();
        HttpHeaders headers = response.headers();
        if (BusyException.isBusy(status)) {
            return new BusyException(shown(at) + " answers " + status, headers);
        }
        if (!isHub(at)) {
            return new IOException(shown(at) + " answers " + status); // a signed address may have expired
        }
        throw new Refusal(
                shown(at),
                status,
                headers.firstValue("X-Error-Code").orElse(""),
                headers.firstValue("X-Error-Message").orElse("").replaceAll("\\p{Cntrl}", " "));
    }

    /** An address for a message: its query may hold a signature that opens the file to everyone. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
