// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.Caller;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code /deepgen/v1/session}: the page's log in with a key, which is typed once, and log out. */
final class SessionApi {
    private static final String SESSION = "/deepgen/v1/session";

    private final Access access;
    private final Sessions sessions;

    SessionApi(Access access, Sessions sessions) {
        this.access = access;
        this.sessions = sessions;
    }

    void addTo(Router router) {
        router.add("GET", SESSION, this::get).add("POST", SESSION, this::begin).add("DELETE", SESSION, this::end);
    }

    private void get(Exchange exchange) {
        answer(exchange, access.known(exchange));
    }

    private void begin(Exchange exchange) {
        var fields = exchange.form().reader();
        String key = fields.text("key")
                .orElseThrow(() -> Problem.invalid("missing_parameter", "key", "key expected text, found nothing"));
        if (!fields.unknown().isEmpty()) {
            String name = fields.unknown().getFirst();
            throw Problem.invalid("unknown_parameter", name, name + " is not known; expected key alone");
        }
        Caller caller = access.withKey(exchange, key.strip());
        sessions.begin(exchange, caller);
        answer(exchange, Optional.of(caller));
    }

    private void end(Exchange exchange) {
        sessions.end(exchange);
        answer(exchange, Optional.empty());
    }

    private void answer(Exchange exchange, Optional<Caller> caller) {
        exchange.setHeader("Cache-Control", "no-store");
        exchange.json(
                200,
                JsonNode.object()
                        .put("object", "session")
                        .put("keys", access.keysRequired())
                        .put("open", caller.isPresent())
                        .put(
                                "scopes",
                                caller.map(each -> List.copyOf(new TreeSet<>(each.scopes())))
                                        .orElse(List.of())));
    }
}
