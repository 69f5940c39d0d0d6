// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Options of the API.
 *
 * @param ignoreUnknown lists unknown fields in the answer instead of refusing them
 * @param fitSizes draws the largest fitting size of about the same shape in the place of one that cannot be drawn,
 *     instead of refusing it
 * @param padding after so long an answer that is still waited for begins with spaces; empty never
 * @param paddingEvery between two of them
 * @param patience how many times a client's own time-out is taken as its patience
 * @param publicUrl where clients reach the server; empty for what they call it themselves
 * @param hosts names by which browsers may call the server, besides those of this machine; {@code *} for all
 * @param sdapi true for the paths of A1111's web UI
 * @param origins of web pages of others that may call the server, {@code https://name}; {@code *} for all
 */
public record ApiOptions(
        boolean ignoreUnknown,
        boolean fitSizes,
        Optional<Duration> padding,
        Duration paddingEvery,
        double patience,
        Optional<String> publicUrl,
        Set<String> hosts,
        boolean sdapi,
        Set<String> origins) {
    public static final ApiOptions DEFAULT = new ApiOptions(
            false,
            false,
            Optional.of(Duration.ofSeconds(20)),
            Duration.ofSeconds(15),
            3,
            Optional.empty(),
            Set.of(),
            true,
            Set.of());

    public ApiOptions withPadding(Optional<Duration> after, Duration every) {
        return new ApiOptions(ignoreUnknown, fitSizes, after, every, patience, publicUrl, hosts, sdapi, origins);
    }

    long paddingAfterMillis() {
        return padding.map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    long paddingEveryMillis() {
        return paddingEvery.toMillis();
    }

    public ApiOptions withOrigins(Set<String> value) {
        return new ApiOptions(ignoreUnknown, fitSizes, padding, paddingEvery, patience, publicUrl, hosts, sdapi, value);
    }

    public ApiOptions withFitSizes(boolean value) {
        return new ApiOptions(ignoreUnknown, value, padding, paddingEvery, patience, publicUrl, hosts, sdapi, origins);
    }

    /** As A1111 does with the fields that its clients send. */
    ApiOptions withUnknownIgnored() {
        return new ApiOptions(true, fitSizes, padding, paddingEvery, patience, publicUrl, hosts, sdapi, origins);
    }
}
