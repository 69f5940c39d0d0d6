// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.PictureScorer;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A scorer of pictures behind an address (docs/rl.md, "Scorers over HTTP"): the services of the published training,
 * with JSON in the place of pickles.
 */
public final class HttpScorer implements PictureScorer {
    /** Version of the form of questions and answers. */
    private static final int PROTOCOL = 1;
    /** The words by which JSON can say that a number is none. */
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final EngineService service;
    private final String name;
    private final Fingerprint fingerprint;

    /** Asks nobody yet. */
    public HttpScorer(String name, URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        this.name = name;
        this.fingerprint = new Fingerprint(name, "", Map.of(), Map.of("address", address.toString()));
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public double score(Image image, String prompt, Optional<Image> source) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("protocol", PROTOCOL);
        body.put("scorer", name);
        body.put("images", List.of(png(image)));
        body.put("prompts", List.of(prompt));
        source.ifPresent(before -> body.put("sources", List.of(png(before))));
        JsonNode answer = service.ask(body);
        JsonNode version = answer.path("protocol");
        if (!version.canConvertToInt() || version.intValue() != PROTOCOL) {
            throw service.wrong("protocol " + PROTOCOL, version);
        }
        JsonNode scores = answer.path("scores");
        if (!scores.isArray() || scores.size() != 1) {
            throw service.wrong("scores of one picture", scores);
        }
        return number(scores.stream().findFirst().orElseThrow());
    }

    private static String png(Image image) {
        return Base64.getEncoder().encodeToString(image.png(Map.of()));
    }

    private double number(JsonNode score) {
        if (score.isString() && NO_NUMBERS.contains(score.stringValue())) {
            return Double.parseDouble(score.stringValue());
        }
        if (!score.isNumber()) {
            throw service.wrong("a number", score);
        }
        return score.doubleValue();
    }

    @Override
    public void close() {
        service.close();
    }
}
