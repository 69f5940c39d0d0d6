// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.ImageTextSimilarity;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** CLIP behind an address (docs/evaluation.md, "Engines over HTTP"). */
public final class HttpClip implements ImageTextSimilarity {
    private final EngineService service;
    private final Fingerprint fingerprint;
    private final int dimensions;

    /** @throws io.github.deepgen4j.evaluation.engine.EngineException if it cannot be asked, or embeds nothing */
    public HttpClip(URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        JsonNode description = service.describe("clip");
        this.fingerprint = service.fingerprint(description);
        if (!description.path("dimensions").canConvertToInt()
                || description.path("dimensions").intValue() < 1) {
            throw service.wrong("a number of dimensions", description.path("dimensions"));
        }
        this.dimensions = description.path("dimensions").intValue();
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public float[] embed(Image image) {
        return unit(service.ask(image, Map.of()));
    }

    @Override
    public float[] embed(String text) {
        return unit(service.ask(Map.of("text", text)));
    }

    private float[] unit(JsonNode answer) {
        JsonNode numbers = answer.path("embedding");
        if (numbers.size() != dimensions || !numbers.stream().allMatch(Fields::isFinite)) {
            throw service.wrong("an embedding of " + dimensions + " numbers", numbers);
        }
        double length = Math.sqrt(numbers.stream()
                .mapToDouble(JsonNode::doubleValue)
                .map(value -> value * value)
                .sum());
        if (length == 0) {
            throw service.wrong("an embedding", "only zeros");
        }
        float[] unit = new float[dimensions];
        int i = 0;
        for (JsonNode number : numbers) {
            unit[i++] = (float) (number.doubleValue() / length);
        }
        return unit;
    }

    @Override
    public void close() {
        service.close();
    }
}
