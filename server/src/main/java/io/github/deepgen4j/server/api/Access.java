// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import io.github.deepgen4j.server.keys.Rate;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.NewJob;
import io.github.deepgen4j.server.queue.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks of callers: hosts, origins, keys and their limits. */
final class Access {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

    private static final String EXPOSED = "Location, Retry-After, X-DeepGen-Ignored, X-DeepGen-Job, X-Request-Id";

    private static final int MOST_FAILURES = 20; // of an address in a minute

    private final JobQueue queue;
    private final KeyRing keys;
    private final ApiOptions options;
    private final Sessions sessions;
    private final Rate failures = new Rate();
    private final Rate requests = new Rate();

    Access(JobQueue queue, KeyRing keys, ApiOptions options, Sessions sessions) {
        this.queue = queue;
        this.keys = keys;
        this.options = options;
        this.sessions = sessions;
    }

    /** Refuses pages of other servers, also those that have got our address under their own name (DNS rebinding). */
    void requireOwn(Exchange exchange) {
        String host = exchange.host();
        if (!LOOPBACK.contains(host)
                && !options.hosts().contains(host)
                && !options.hosts().contains("*")) {
            throw new Problem(
                    403,
                    "permission_error",
                    "host_refused",
                    "",
                    "Host expected this machine's name or one of --allow-host, found another");
        }
        Optional<String> foreign = exchange.header("Origin").filter(origin -> !origin.equals(exchange.origin()));
        foreign.filter(this::welcome).ifPresent(origin -> {
            exchange.setHeader("Access-Control-Allow-Origin", origin);
            exchange.setHeader("Access-Control-Expose-Headers", EXPOSED);
            exchange.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        });
        foreign.filter(origin -> !welcome(origin)).ifPresent(origin -> {
            throw new Problem(
                    403,
                    "permission_error",
                    "origin_refused",
                    "",
                    "Origin expected " + exchange.origin() + ", found another");
        });
    }

    private boolean welcome(String origin) {
        return options.origins().contains(origin) || options.origins().contains("*");
    }

    /** Answers the question of a browser whether a page of another origin may call; false if it is none. */
    boolean preflight(Exchange exchange) {
        if (!exchange.method().equals("OPTIONS")
                || exchange.header("Access-Control-Request-Method").isEmpty()) {
            return false;
        }
        exchange.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
        exchange.setHeader(
                "Access-Control-Allow-Headers",
                exchange.header("Access-Control-Request-Headers").orElse(""));
        exchange.setHeader("Access-Control-Max-Age", "600");
        exchange.setHeader("Vary", "Origin");
        exchange.empty(204);
        return true;
    }

    /**
     * The caller of a request.
     *
     * @param scopes that the key must have
     */
    Caller caller(Exchange exchange, String... scopes) {
        if (!keys.required()) {
            return Caller.LOCAL;
        }
        Optional<String> secret = secret(exchange);
        Caller caller = secret.isPresent() ? withKey(exchange, secret.get()) : ofSession(exchange);
        for (String scope : scopes) {
            if (!caller.scopes().contains(scope)) {
                throw new Problem(
                        403,
                        "permission_error",
                        "scope_missing",
                        "",
                        "this key may not do that: it lacks the scope " + scope);
            }
        }
        requireRate(exchange, caller);
        return caller;
    }

    /** The caller who shows a key. */
    Caller withKey(Exchange exchange, String secret) {
        if (!keys.required()) {
            return Caller.LOCAL;
        }
        String address = exchange.remoteAddress();
        if (failures.of(address) >= MOST_FAILURES) {
            throw Problem.later(
                    429, "rate_limit_exceeded", "too many wrong keys; try again soon", failures.left(address));
        }
        return keys.find(secret).orElseThrow(() -> {
            failures.count(address);
            return unauthorized(exchange, "invalid_api_key", "expected a key of this server, found another");
        });
    }

    /** The caller who has logged in to the page; what changes something must come from there. */
    private Caller ofSession(Exchange exchange) {
        Caller caller = sessions.caller(exchange)
                .orElseThrow(() -> unauthorized(exchange, "missing_api_key", "expected a key, found none"));
        if (!exchange.method().equals("GET")
                && exchange.header(Sessions.PAGE_HEADER).isEmpty()) {
            throw new Problem(
                    403,
                    "permission_error",
                    "origin_refused",
                    "",
                    "a session's " + exchange.method() + " expected the header " + Sessions.PAGE_HEADER
                            + ", found none");
        }
        return caller;
    }

    /** The caller, if it is one who may do anything. */
    Optional<Caller> known(Exchange exchange) {
        return keys.required() ? sessions.caller(exchange) : Optional.of(Caller.LOCAL);
    }

    boolean keysRequired() {
        return keys.required();
    }

    private void requireRate(Exchange exchange, Caller caller) {
        int most = caller.limits().requestsPerMinute();
        if (most == Integer.MAX_VALUE) {
            return;
        }
        int count = requests.count(caller.key());
        exchange.setHeader("x-ratelimit-limit-requests", Integer.toString(most));
        exchange.setHeader("x-ratelimit-remaining-requests", Integer.toString(Math.max(0, most - count)));
        exchange.setHeader("x-ratelimit-reset-requests", (long) Math.ceil(requests.left(caller.key())) + "s");
        if (count > most) {
            throw Problem.later(
                    429,
                    "rate_limit_exceeded",
                    "this key may make " + most + " requests a minute, which it has",
                    requests.left(caller.key()));
        }
    }

    /** Bearer, the password of Basic, or one of two headers of their own; never the address. */
    private static Optional<String> secret(Exchange exchange) {
        Optional<String> authorization = exchange.header("Authorization");
        Optional<String> bearer = authorization
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
        Optional<String> basic = authorization
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
                .map(value -> password(value.substring(6).strip()));
        return bearer.or(() -> basic).or(() -> exchange.header("X-API-Key")).or(() -> exchange.header("api-key"));
    }

    private static String password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Problem unauthorized(Exchange exchange, String code, String message) {
        boolean basic = exchange.path().startsWith(Exchange.SDAPI);
        return new Problem(401, "authentication_error", code, "", "Authorization " + message)
                .header("WWW-Authenticate", basic ? "Basic realm=\"deepgen\", charset=\"UTF-8\"" : "Bearer");
    }

    /** Refuses more jobs than the key may have waiting, and more pictures than it may have drawn in a day. */
    void requireRoom(Caller caller, List<NewJob> jobs) {
        requireQuota(caller, jobs);
        if (caller.limits().queued() < Integer.MAX_VALUE
                && queue.ofKeys().queued(caller.key()) + jobs.size()
                        > caller.limits().queued()) {
            throw Problem.later(
                    429,
                    "concurrency_limit",
                    "this key may have %d jobs waiting, which it has"
                            .formatted(caller.limits().queued()),
                    5);
        }
    }

    private void requireQuota(Caller caller, List<NewJob> jobs) {
        KeyLimits limits = caller.limits();
        if (limits.picturesPerDay() == Integer.MAX_VALUE && limits.pixelStepsPerDay() == Long.MAX_VALUE) {
            return;
        }
        Usage today = queue.ofKeys().today(caller.key());
        long pictures = jobs.stream().mapToLong(job -> job.settings().count()).sum();
        if (today.pictures() + pictures > limits.picturesPerDay()) {
            throw quota("%d pictures a day; it has %d".formatted(limits.picturesPerDay(), today.pictures()));
        }
        double work = jobs.stream().mapToDouble(NewJob::pixelSteps).sum();
        if (today.pixelSteps() + work > limits.pixelStepsPerDay()) {
            throw quota("%d pixels times steps a day; it has %.0f"
                    .formatted(limits.pixelStepsPerDay(), today.pixelSteps()));
        }
    }

    private static Problem quota(String what) {
        long day = Duration.ofDays(1).toMillis();
        double left = (day - System.currentTimeMillis() % day) / 1000.0;
        return Problem.later(429, "quota_exceeded", "this key may have " + what, left)
                .never();
    }
}
