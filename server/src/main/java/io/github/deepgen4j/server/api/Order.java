// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.queue.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has been read: what is drawn, and how it is answered.
 *
 * @param randomSeed true if the caller chose none
 * @param quality as it was asked for
 * @param asked the size that the caller asked for, if another one is drawn in its place
 * @param user hash of the user that it is for, empty for none
 * @param timeout seconds, 0 for none
 * @param ignored fields that have no effect here
 */
record Order(
        Engine engine,
        DrawRequest request,
        boolean randomSeed,
        String quality,
        Optional<Size> asked,
        Output output,
        Priority priority,
        String user,
        int timeout,
        Map<String, String> metadata,
        List<String> ignored) {

    /**
     * The form in which pictures are given back.
     *
     * @param compression of a JPEG, 0 to 100
     * @param url true for an address instead of bytes
     * @param partial number of images in progress in a stream
     * @param progress true for events of ours in a stream
     */
    record Output(OutputFormat format, int compression, boolean url, boolean stream, int partial, boolean progress) {
        JsonNode json() {
            return JsonNode.object()
                    .put("format", OutputNames.of(format))
                    .put("compression", compression)
                    .put("url", url)
                    .put("stream", stream)
                    .put("partial", partial)
                    .put("progress", progress);
        }
    }

    Order withIgnored(List<String> value) {
        return new Order(
                engine,
                request,
                randomSeed,
                quality,
                asked,
                output,
                priority,
                user,
                timeout,
                metadata,
                List.copyOf(value));
    }

    boolean edits() {
        return !request.references().isEmpty();
    }

    String kind() {
        return edits() ? "edit" : "generate";
    }
}
