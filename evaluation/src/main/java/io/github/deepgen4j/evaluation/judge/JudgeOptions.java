// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.hub.retry.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A judge and the way to reach it.
 *
 * @param address the base of its API, such as {@code http://localhost:8000/v1}, or the address of its chat itself
 * @param model its name there
 * @param key sent as a bearer token; none when empty
 * @param concurrency calls that are in flight at once
 * @param timeout of one call, its reply included
 * @param longerEach added to the time-out by each further attempt
 * @param retries of calls that fail for a reason that may pass
 * @param repeatsPages a reply that is no chat at all, such as a gateway's page with status 200, passes, too; else it is
 *     a failure of its question at once
 * @param budget of all calls
 */
public record JudgeOptions(
        URI address,
        String model,
        Optional<String> key,
        int concurrency,
        Duration timeout,
        Duration longerEach,
        RetryPolicy retries,
        boolean repeatsPages,
        Budget budget) {
    private static final String CHAT = "/chat/completions";
    private static final int CONCURRENCY = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(180);

    /** @throws IllegalArgumentException if the address is not one of HTTP, or a number is not positive */
    public JudgeOptions {
        boolean http = address.getHost() != null
                && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        if (!http) {
            throw new IllegalArgumentException(
                    "judge expected an address such as http://localhost:8000/v1, found " + address);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("judge expected the name of a model, found none");
        }
        if (concurrency < 1 || !timeout.isPositive() || longerEach.isNegative()) {
            throw new IllegalArgumentException(
                    "calls in flight and time-out expected to be positive, found " + concurrency + " and " + timeout);
        }
    }

    /** A judge with 64 calls in flight, three minutes a call and no bound of their number. */
    public static JudgeOptions of(URI address, String model) {
        return new JudgeOptions(
                address,
                model,
                Optional.empty(),
                CONCURRENCY,
                TIMEOUT,
                Duration.ZERO,
                RetryPolicy.DEFAULT,
                true,
                Budget.NONE);
    }

    public JudgeOptions withKey(String value) {
        return new JudgeOptions(
                address, model, Optional.of(value), concurrency, timeout, longerEach, retries, repeatsPages, budget);
    }

    public JudgeOptions withConcurrency(int value) {
        return new JudgeOptions(address, model, key, value, timeout, longerEach, retries, repeatsPages, budget);
    }

    public JudgeOptions withTimeout(Duration value) {
        return new JudgeOptions(address, model, key, concurrency, value, longerEach, retries, repeatsPages, budget);
    }

    /** A time-out that grows with each attempt. */
    public JudgeOptions withTimeout(Duration first, Duration further) {
        return new JudgeOptions(address, model, key, concurrency, first, further, retries, repeatsPages, budget);
    }

    public JudgeOptions withRetries(RetryPolicy value) {
        return new JudgeOptions(address, model, key, concurrency, timeout, longerEach, value, repeatsPages, budget);
    }

    /** With replies that are no chat as failures at once. */
    public JudgeOptions withoutRepeatedPages() {
        return new JudgeOptions(address, model, key, concurrency, timeout, longerEach, retries, false, budget);
    }

    public JudgeOptions withBudget(Budget value) {
        return new JudgeOptions(address, model, key, concurrency, timeout, longerEach, retries, repeatsPages, value);
    }

    /** The address of its chat. */
    URI chat() {
        String path = address.getPath().replaceFirst("/+$", "");
        return address.resolve(path.endsWith(CHAT) ? path : path + CHAT);
    }

    /** The time-out of attempt 0, 1, 2, ... */
    Duration timeout(int attempt) {
        return timeout.plus(longerEach.multipliedBy(attempt));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + address;
    }
}
