// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The part of JSON Schema that {@code openapi.json} uses; a keyword that is not known is a fault. */
record Schema(JsonNode schemas) {
    private static final List<String> KNOWN = List.of(
            "$ref",
            "anyOf",
            "type",
            "enum",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "maxProperties",
            "pattern",
            "format");

    /** The faults of a value, a line each. */
    List<String> faults(JsonNode schema, JsonNode value, String place) {
        List<String> faults = new ArrayList<>();
        schema.propertyNames().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> faults.add(place + ": keyword " + name + " is not known"));
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").stringValue();
            return faults(schemas.get(reference.substring(reference.lastIndexOf('/') + 1)), value, place);
        }
        if (schema.has("anyOf")
                && schema.get("anyOf").stream()
                        .noneMatch(each -> faults(each, value, place).isEmpty())) {
            faults.add(place + ": fits none of anyOf: " + value);
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            faults.add("%s: expected %s, found %s".formatted(place, schema.get("type"), value.kind()));
        }
        if (schema.has("enum") && schema.get("enum").stream().noneMatch(value::equals)) {
            faults.add("%s: expected one of %s, found %s".formatted(place, schema.get("enum"), value));
        }
        if (schema.has("pattern") && value.isString() && !matches(schema, value)) {
            faults.add("%s: expected %s, found %s".formatted(place, schema.get("pattern"), value));
        }
        if (value.isNumber()) {
            number(schema, value, place, faults);
        }
        if (value.isObject()) {
            object(schema, value, place, faults);
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(item -> faults.addAll(faults(schema.get("items"), item, place + "[]")));
        }
        return faults;
    }

    private static boolean matches(JsonNode schema, JsonNode value) {
        return value.stringValue().matches(".*" + schema.get("pattern").stringValue() + ".*");
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.stream().anyMatch(each -> hasType(each, value));
        }
        return switch (type.stringValue()) {
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> type.stringValue().equals(value.kind());
        };
    }

    private static void number(JsonNode schema, JsonNode value, String place, List<String> faults) {
        if (schema.has("minimum") && value.doubleValue() < schema.get("minimum").doubleValue()
                || schema.has("maximum")
                        && value.doubleValue() > schema.get("maximum").doubleValue()) {
            faults.add("%s: out of range, found %s".formatted(place, value));
        }
    }

    private void object(JsonNode schema, JsonNode value, String place, List<String> faults) {
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(name -> {
            if (!value.has(name.stringValue())) {
                faults.add(place + "." + name.stringValue() + ": missing");
            }
        });
        JsonNode others = schema.path("additionalProperties");
        value.forEachEntry((name, field) -> {
            if (properties.has(name)) {
                faults.addAll(faults(properties.get(name), field, place + "." + name));
            } else if (others.isObject()) {
                faults.addAll(faults(others, field, place + "." + name));
            } else if (others.isBoolean()) {
                faults.add(place + "." + name + ": not known");
            }
        });
    }
}
