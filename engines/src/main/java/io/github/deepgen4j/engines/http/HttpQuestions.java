// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.http;

import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.evaluation.engine.VisualQuestions;
import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.image.Image;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A model that answers questions behind an address (docs/evaluation.md, "Engines over HTTP"). */
public final class HttpQuestions implements VisualQuestions {
    private final EngineService service;
    private final Fingerprint fingerprint;

    /** @throws io.github.deepgen4j.evaluation.engine.EngineException if it cannot be asked, or answers nothing */
    public HttpQuestions(URI address, Retries retries, Duration patience) {
        this.service = new EngineService(address, retries, patience);
        this.fingerprint = service.fingerprint(service.describe("vqa"));
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public List<String> answers(Image image, List<String> questions) {
        if (questions.isEmpty()) {
            return List.of();
        }
        var answer = service.ask(image, Map.of("questions", questions));
        return Fields.texts(service, answer.path("answers"), questions.size());
    }

    @Override
    public void close() {
        service.close();
    }
}
