// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.TextReader;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A reader of text behind an address (docs/evaluation.md, "Engines over HTTP"). */
public final class HttpTextReader implements TextReader {
    private final EngineService service;
    private final Fingerprint fingerprint;

    /** @throws io.github.deepgen4j.evaluation.engine.EngineException if it cannot be asked, or is no reader */
    public HttpTextReader(URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        this.fingerprint = service.fingerprint(service.describe("ocr"));
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<TextLine> read(Image image) {
        JsonNode lines = service.ask(image, Map.of()).path("lines");
        if (!lines.isArray()) {
            throw service.wrong("a list of lines", lines);
        }
        List<TextLine> read = new ArrayList<>();
        for (JsonNode line : lines) {
            if (!line.path("text").isString() || !Fields.isFinite(line.path("confidence"))) {
                throw service.wrong("a line with text, box and confidence", line);
            }
            read.add(new TextLine(line.path("text").stringValue(), Fields.box(service, line.path("box")), (float)
                    line.path("confidence").doubleValue()));
        }
        return read;
    }

    @Override
    public void close() {
        service.close();
    }
}
