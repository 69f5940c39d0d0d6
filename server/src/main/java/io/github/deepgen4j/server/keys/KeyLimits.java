// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.keys;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits of one key.
 *
 * @param steps of an image
 * @param count of images of a request
 * @param pixels of an image
 * @param queued jobs that may wait at once
 * @param requestsPerMinute of any kind
 * @param picturesPerDay of a day in UTC
 * @param pixelStepsPerDay pixels times steps of all pictures of a day
 * @param storageBytes of all its pictures; beyond it the oldest that are no favourites go
 */
public record KeyLimits(
        int steps,
        int count,
        long pixels,
        int queued,
        int requestsPerMinute,
        int picturesPerDay,
        long pixelStepsPerDay,
        long storageBytes) {
    public static final KeyLimits DEFAULT = new KeyLimits(
            100,
            10,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE);

    JsonNode json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "max_steps", steps, DEFAULT.steps);
        put(fields, "max_n", count, DEFAULT.count);
        put(fields, "max_pixels", pixels, DEFAULT.pixels);
        put(fields, "queued", queued, DEFAULT.queued);
        put(fields, "requests_per_minute", requestsPerMinute, DEFAULT.requestsPerMinute);
        put(fields, "pictures_per_day", picturesPerDay, DEFAULT.picturesPerDay);
        put(fields, "pixel_steps_per_day", pixelStepsPerDay, DEFAULT.pixelStepsPerDay);
        put(fields, "storage_bytes", storageBytes, DEFAULT.storageBytes);
        return JsonNode.of(fields);
    }

    private static void put(Map<String, Object> fields, String name, long value, long usual) {
        if (value != usual) {
            fields.put(name, value);
        }
    }

    static KeyLimits of(JsonNode json) {
        return new KeyLimits(
                (int) number(json, "max_steps", DEFAULT.steps),
                (int) number(json, "max_n", DEFAULT.count),
                number(json, "max_pixels", DEFAULT.pixels),
                (int) number(json, "queued", DEFAULT.queued),
                (int) number(json, "requests_per_minute", DEFAULT.requestsPerMinute),
                (int) number(json, "pictures_per_day", DEFAULT.picturesPerDay),
                number(json, "pixel_steps_per_day", DEFAULT.pixelStepsPerDay),
                number(json, "storage_bytes", DEFAULT.storageBytes));
    }

    private static long number(JsonNode json, String name, long usual) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name + " expected a whole number, found " + value);
        }
        return Math.min(usual > Integer.MAX_VALUE ? Long.MAX_VALUE : Integer.MAX_VALUE, value.longValue());
    }
}
