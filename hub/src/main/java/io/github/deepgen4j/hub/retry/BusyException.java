// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub.retry;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that cannot answer now (408, 425, 429, 5xx), and may have said when it can. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    /** The hub's own header on 429: {@code "resolvers";r=0;t=57}, t being the seconds until more is allowed. */
    private static final Pattern RATE_LIMIT = Pattern.compile(";\\s*t=(\\d{1,9})");

    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    private static final int SERVER_ERROR = 500;

    private final transient Optional<Duration> wait;

    /**
     * A busy server.
     *
     * @param headers of its answer, which may hold {@code Retry-After} or {@code RateLimit}
     */
    public BusyException(String message, HttpHeaders headers) {
        super(message);
        this.wait = retryAfter(headers);
    }

    /** True for a status that may pass: another try may succeed. */
    public static boolean isBusy(int status) {
        return PASSING.contains(status) || status >= SERVER_ERROR;
    }

    /** The time after which the server wants to be asked again, if it said so. */
    public Optional<Duration> retryAfter() {
        return wait;
    }

    /** {@code Retry-After} in seconds or as a date, else what {@code RateLimit} says. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        Optional<String> given = headers.firstValue("Retry-After").map(String::strip);
        if (given.isPresent()) {
            return SECONDS.matcher(given.get()).matches()
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(given.get())))
                    : untilDate(given.get());
        }
        Matcher limit = RATE_LIMIT.matcher(headers.firstValue("RateLimit").orElse(""));
        return limit.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(limit.group(1)))) : Optional.empty();
    }

    private static Optional<Duration> untilDate(String date) {
        try {
            Instant until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty(); // neither a number nor a date: as if it said nothing
        }
    }
}
