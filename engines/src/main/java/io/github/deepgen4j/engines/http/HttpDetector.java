// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Detector;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.json.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A detector behind an address (docs/evaluation.md, "Engines over HTTP"). */
public final class HttpDetector implements Detector {
    private static final int BRIGHT = 128;

    private final EngineService service;
    private final Fingerprint fingerprint;
    private final List<String> classes;

    /**
     * Asks the service for its classes.
     *
     * @throws io.github.deepgen4j.evaluation.engine.EngineException if it cannot be asked, or is no detector
     */
    public HttpDetector(URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        JsonNode description = service.describe("detector");
        this.fingerprint = service.fingerprint(description);
        this.classes =
                description.path("classes").stream().map(JsonNode::asString).toList();
        if (classes.isEmpty()) {
            throw service.wrong("a list of classes", description.path("classes"));
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public Map<String, List<Detection>> detect(Image image) {
        JsonNode objects = service.ask(image, Map.of()).path("objects");
        if (!objects.isArray()) {
            throw service.wrong("a list of objects", objects);
        }
        Map<String, List<Detection>> found = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            String name = object.path("class").asString();
            if (!classes.contains(name)) {
                throw service.wrong("one of its classes", object);
            }
            found.computeIfAbsent(name, _ -> new ArrayList<>()).add(detection(object, image));
        }
        return found;
    }

    private Detection detection(JsonNode object, Image image) {
        JsonNode score = object.path("score");
        if (!score.isNumber() || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
            throw service.wrong("a score of 0 to 1", score);
        }
        return new Detection(
                Fields.box(service, object.path("box")), (float) score.doubleValue(), mask(object.path("mask"), image));
    }

    private Optional<Silhouette> mask(JsonNode mask, Image image) {
        if (!mask.isString()) {
            return Optional.empty();
        }
        Image drawn;
        try {
            drawn = Image.read(Base64.getDecoder().decode(mask.stringValue()), "mask");
        } catch (IllegalArgumentException | ImageException e) {
            throw service.wrong("a mask as an image in base64", e.getMessage());
        }
        if (!drawn.size().equals(image.size())) {
            throw service.wrong("a mask of " + image.size(), drawn.size());
        }
        byte[] rgb = drawn.rgb();
        BitSet pixels = new BitSet();
        for (int i = 0; i < rgb.length / 3; i++) {
            pixels.set(i, (rgb[3 * i] & 255) >= BRIGHT);
        }
        return Optional.of(new Silhouette(image.size(), pixels));
    }

    @Override
    public void close() {
        service.close();
    }
}
