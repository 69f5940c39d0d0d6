// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.data.Refusal;
import io.github.deepgen4j.evaluation.task.Failure;

/** The meaning of a reply. */
public sealed interface Parsed<V> {
    /** It is worth this. */
    record Ok<V>(V value) implements Parsed<V> {}

    /** It cannot be used; another one may be. After the last attempt that is a failure. */
    record Retry<V>(String reason) implements Parsed<V> {}

    /** It cannot be used, and asking again would not help. */
    record Failed<V>(Failure failure) implements Parsed<V> {}

    static <V> Parsed<V> ok(V value) {
        return new Ok<>(value);
    }

    static <V> Parsed<V> retry(String reason) {
        return new Retry<>(reason);
    }

    /**
     * A reply in which nothing was found: a judge that declines in words refuses, any other one is asked again.
     *
     * @param expected in words, for messages
     */
    static <V> Parsed<V> unread(String expected, String reply) {
        return Refusal.is(reply)
                ? failed(Failure.Kind.REFUSED, "the judge declined: " + Refusal.shown(reply))
                : retry("expected " + expected + ", found " + Refusal.shown(reply));
    }

    static <V> Parsed<V> failed(Failure.Kind kind, String reason) {
        return new Failed<>(new Failure(kind, reason));
    }
}
