// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.keys;

import io.github.deepgen4j.model.json.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A key as its file has it: not the secret itself, but its sum.
 *
 * @param id 8 characters that are in the secret, too
 * @param sha256 of the secret
 * @param weight of its share of the engines
 */
public record Key(
        String id,
        String name,
        String sha256,
        Set<String> scopes,
        double weight,
        KeyLimits limits,
        Instant created,
        Optional<Instant> expires,
        boolean disabled) {
    public Key {
        scopes = Set.copyOf(scopes);
        if (!Caller.SCOPES.containsAll(scopes)) {
            throw new IllegalArgumentException("scopes expected some of %s, found %s"
                    .formatted(new TreeSet<>(Caller.SCOPES), new TreeSet<>(scopes)));
        }
        if (!(weight > 0) || weight > 1000) {
            throw new IllegalArgumentException("weight expected a number above 0 up to 1000, found " + weight);
        }
    }

    /** True while it opens the server. */
    public boolean valid() {
        return !disabled && expires.map(end -> Instant.now().isBefore(end)).orElse(true);
    }

    Key revoked() {
        return new Key(id, name, sha256, scopes, weight, limits, created, expires, true);
    }

    Key withSecret(String sum) {
        return new Key(id, name, sum, scopes, weight, limits, created, expires, disabled);
    }

    Caller caller() {
        return new Caller(id, scopes, limits);
    }

    JsonNode json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("name", name);
        fields.put("sha256", sha256);
        fields.put("scopes", new TreeSet<>(scopes));
        fields.put("weight", weight);
        fields.put("limits", limits.json());
        fields.put("created", created.toString());
        fields.put("expires", expires.map(Instant::toString).orElse(null));
        fields.put("disabled", disabled);
        return JsonNode.of(fields);
    }

    static Key of(JsonNode json) {
        JsonNode expires = json.path("expires");
        return new Key(
                text(json, "id", "[0-9a-f]{8}"),
                json.path("name").asString(),
                text(json, "sha256", "[0-9a-f]{64}"),
                json.path("scopes").stream().map(JsonNode::asString).collect(Collectors.toSet()),
                json.path("weight").isNumber() ? json.get("weight").doubleValue() : 1,
                KeyLimits.of(json.path("limits")),
                Instant.parse(text(json, "created", ".+")),
                expires.isString() ? Optional.of(Instant.parse(expires.stringValue())) : Optional.empty(),
                json.path("disabled").asBoolean(false));
    }

    private static String text(JsonNode json, String name, String pattern) {
        String value = json.path(name).asString();
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException(
                    "%s expected text of the form %s, found %s".formatted(name, pattern, value));
        }
        return value;
    }
}
