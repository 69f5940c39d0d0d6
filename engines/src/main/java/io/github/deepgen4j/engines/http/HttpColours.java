// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.evaluation.engine.ColourClassifier;
import io.github.deepgen4j.evaluation.engine.Detection;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.Silhouette;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A classifier of colours behind an address (docs/evaluation.md, "Engines over HTTP"). */
public final class HttpColours implements ColourClassifier {
    private static final byte WHITE = -1;

    private final EngineService service;
    private final Fingerprint fingerprint;

    /** @throws io.github.deepgen4j.evaluation.engine.EngineException if it cannot be asked, or knows no colours */
    public HttpColours(URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        this.fingerprint = service.fingerprint(service.describe("colours"));
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<BasicColour> colours(Image image, String className, List<Detection> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> asked = new ArrayList<>();
        for (Detection object : objects) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("box", Fields.box(object.box()));
            object.silhouette().ifPresent(own -> fields.put("mask", png(own)));
            asked.add(fields);
        }
        var answer = service.ask(image, Map.of("class", className, "objects", asked));
        return Fields.texts(service, answer.path("colours"), objects.size()).stream()
                .map(word -> BasicColour.of(word)
                        .orElseThrow(() -> service.wrong(
                                "one of "
                                        + Arrays.stream(BasicColour.values())
                                                .map(BasicColour::word)
                                                .toList(),
                                word)))
                .toList();
    }

    private static String png(Silhouette own) {
        byte[] rgb = new byte[3 * (int) own.size().pixels()];
        own.pixels().stream().forEach(pixel -> Arrays.fill(rgb, 3 * pixel, 3 * pixel + 3, WHITE));
        Image drawn = Image.of(own.size().width(), own.size().height(), rgb);
        return Base64.getEncoder().encodeToString(drawn.png(Map.of()));
    }

    @Override
    public void close() {
        service.close();
    }
}
