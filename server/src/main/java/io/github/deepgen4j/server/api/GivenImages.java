// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.Base64Image;
import io.github.deepgen4j.model.drawing.FieldReader;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images that a request gives in text: data URLs, base64, or ids of the caller's own pictures. No URL is fetched. */
final class GivenImages {
    /** Bytes of one image. */
    static final int MOST_BYTES = 50 << 20;

    private final JobQueue queue;
    private final Caller caller;

    GivenImages(JobQueue queue, Caller caller) {
        this.queue = queue;
        this.caller = caller;
    }

    /** Texts, or objects with {@code image_url} or {@code file_id}; one alone counts as a list of one. */
    List<byte[]> all(String field, JsonNode given) {
        if (!given.isArray()) {
            return List.of(one(field, given));
        }
        List<byte[]> images = new ArrayList<>();
        for (JsonNode each : given) {
            images.add(one(field, each));
        }
        return images;
    }

    byte[] one(String field, JsonNode given) {
        if (given.isString()) {
            return text(field, given.stringValue());
        }
        JsonNode url = given.path("image_url");
        JsonNode file = given.path("file_id");
        if (url.isString() && !file.isString()) {
            return text(field, url.stringValue());
        }
        if (file.isString() && !url.isString()) {
            return text(field, file.stringValue());
        }
        throw Problem.invalid(
                "invalid_value",
                field,
                field + " expected an image: {\"image_url\": \"data:...\"} or {\"file_id\": \"img_...\"}, found "
                        + FieldReader.shown(given));
    }

    private byte[] text(String field, String given) {
        if (Base64Image.address(given)) {
            throw Problem.invalid(
                    "remote_url_refused",
                    field,
                    field + " expected a data URL, base64 or the id of a picture, found an address;"
                            + " this server fetches none: send the image itself");
        }
        if (given.startsWith("img_")) {
            return picture(field, given);
        }
        return decoded(field, given);
    }

    /** The bytes of a data URL or of base64. */
    static byte[] decoded(String field, String given) {
        if (given.length() / 4 * 3 > MOST_BYTES) {
            throw new Problem(
                    413,
                    "invalid_request_error",
                    "image_too_large",
                    field,
                    field + " expected an image of at most " + MOST_BYTES + " bytes, found more");
        }
        try {
            return Base64Image.decode(given);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_image", field, field + " " + e.getMessage());
        }
    }

    private byte[] picture(String field, String id) {
        Optional<byte[]> bytes = queue.gallery().find(caller.key(), id).flatMap(queue.gallery()::bytes);
        return bytes.orElseThrow(() ->
                new Problem(404, "invalid_request_error", "not_found", field, field + ": there is no picture " + id));
    }
}
