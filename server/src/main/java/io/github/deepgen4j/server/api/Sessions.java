// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.keys.KeyRing;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sessions of the page: a cookie that names a key and an end, signed, so that a browser keeps no key and a restart ends
 * no session. A key that is revoked opens nothing with it, either.
 */
final class Sessions {
    /** Of requests that a page of ours makes; no page of others can send it here. */
    static final String PAGE_HEADER = "X-DeepGen-Page";

    private static final String COOKIE = "deepgen_session";
    private static final Duration LIFE = Duration.ofHours(12);

    private final Signer signer;
    private final KeyRing keys;

    Sessions(Signer signer, KeyRing keys) {
        this.signer = signer;
        this.keys = keys;
    }

    void begin(Exchange exchange, Caller caller) {
        long end = System.currentTimeMillis() / 1000 + LIFE.toSeconds();
        String value = caller.key() + "." + end;
        setCookie(exchange, value + "." + signer.of(signed(value)), LIFE);
    }

    void end(Exchange exchange) {
        setCookie(exchange, "", Duration.ZERO);
    }

    private static void setCookie(Exchange exchange, String value, Duration life) {
        exchange.setHeader(
                "Set-Cookie",
                COOKIE + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Strict"
                        + (exchange.origin().startsWith("https:") ? "; Secure" : ""));
    }

    /** The caller whose session a request belongs to. */
    Optional<Caller> caller(Exchange exchange) {
        String[] parts = cookie(exchange).orElse("").split("[.]", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        boolean ours = signer.signed(signed(parts[0] + "." + parts[1]), parts[2]);
        boolean over = System.currentTimeMillis() / 1000 > Long.parseLong(parts[1]);
        return ours && !over ? keys.named(parts[0]) : Optional.empty();
    }

    private static Optional<String> cookie(Exchange exchange) {
        return exchange.header("Cookie").stream()
                .flatMap(header -> Stream.of(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .findFirst();
    }

    /** No signature of another kind of text is one of a session. */
    private static String signed(String value) {
        return "session\n" + value;
    }
}
