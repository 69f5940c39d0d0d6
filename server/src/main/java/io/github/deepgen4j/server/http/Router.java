// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. Templates are paths with variables, {@code /v1/models/{id}}; literal ones go first. */
public final class Router {
    /** Answers a request; a {@link Problem} that it throws is the answer. */
    public interface Route {
        void handle(Exchange exchange) throws InterruptedException;
    }

    private record Entry(String method, String template, String[] parts, Route route) {
        Optional<Map<String, String>> match(String[] path) {
            if (path.length != parts.length) {
                return Optional.empty();
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < parts.length; i++) {
                boolean variable = parts[i].startsWith("{");
                if (variable && !path[i].isEmpty()) {
                    values.put(parts[i].substring(1, parts[i].length() - 1), path[i]);
                } else if (!parts[i].equals(path[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }

        long variables() {
            return template.chars().filter(c -> c == '{').count();
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    public Router add(String method, String template, Route route) {
        entries.add(new Entry(method, template, template.split("/", -1), route));
        entries.sort((a, b) -> Long.compare(a.variables(), b.variables()));
        return this;
    }

    /** {@code METHOD /template} of all routes. */
    public List<String> routes() {
        return entries.stream()
                .map(entry -> entry.method + " " + entry.template)
                .sorted()
                .toList();
    }

    /**
     * The route of a request, whose variables are set.
     *
     * @throws Problem {@code not_found} or {@code method_not_allowed}
     */
    Route find(Exchange exchange) {
        String[] path = exchange.path().split("/", -1);
        var methods = new TreeSet<String>();
        for (Entry entry : entries) {
            Optional<Map<String, String>> values = entry.match(path);
            if (values.isPresent()) {
                if (entry.method.equals(exchange.method())) {
                    exchange.route(entry.template, values.get());
                    return entry.route;
                }
                methods.add(entry.method);
            }
        }
        if (!methods.isEmpty()) {
            throw Problem.refused(
                            405,
                            "method_not_allowed",
                            "method expected %s, found %s".formatted(String.join(" or ", methods), exchange.method()))
                    .header("Allow", String.join(", ", methods));
        }
        throw Problem.notFound("path " + shortened(exchange.path()) + " is not known; see docs/api.md");
    }

    private static String shortened(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "...";
    }
}
