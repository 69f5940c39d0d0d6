// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.ModelFolder;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.AtomicFolder;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** The folder {@code best/} of a run: the model with the best score on held-out data, and {@code score.json}. */
final class BestModel {
    private static final String SCORE = "score.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final DType type;

    /** @param type in which trained weights are stored */
    BestModel(Path folder, DType type) {
        this.folder = folder;
        this.type = type;
    }

    private record Score(int step, double score) {}

    /** Takes the model as it is, adapters merged, if it is better than the one that is there. */
    void keep(int step, double score, Networks model) {
        if (known() >= score) {
            return;
        }
        try (AtomicFolder partial = AtomicFolder.replacing(folder, "partial-best")) {
            ModelFolder.writeMerged(model, partial.path().resolve("model"), type);
            AtomicFile.write(partial.path().resolve(SCORE), JSON.writeValueAsString(new Score(step, score)) + "\n");
            partial.commit();
        }
    }

    /** The best score so far; NaN where there is none. */
    private double known() {
        Path file = folder.resolve(SCORE);
        if (!Files.exists(file)) {
            return Double.NaN;
        }
        JsonNode score = JsonFile.object(file).path("score");
        return score.isNumber() ? score.doubleValue() : Double.NaN;
    }
}
