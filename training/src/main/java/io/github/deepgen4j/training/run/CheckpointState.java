// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.training.config.ConfigTypes;
import io.github.deepgen4j.training.config.OldSpellings;
import io.github.deepgen4j.training.config.TrainConfig;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file {@code state.json} of a checkpoint: facts that a resumed run must agree on. The place in the data and all
 * random draws follow from step and seed.
 *
 * @param revision of this program
 */
record CheckpointState(int step, long seed, int accumulation, String objective, String revision) {
    private static final JsonMapper JSON = new JsonMapper();

    static CheckpointState of(int step, TrainConfig config) {
        return new CheckpointState(
                step,
                config.seed(),
                config.accumulation(),
                ConfigTypes.nameOf(config.objective()),
                String.valueOf(CheckpointState.class.getPackage().getImplementationVersion()));
    }

    /** @throws ConfigException naming the file and what is wrong with it */
    static CheckpointState read(Path checkpoint) {
        Path file = file(checkpoint);
        JsonNode found = JsonFile.object(file);
        boolean whole = found.path("step").canConvertToInt()
                && found.path("seed").canConvertToLong()
                && found.path("accumulation").canConvertToInt()
                && found.path("objective").isString();
        if (!whole) {
            throw new ConfigException(file + ": expected step, seed, accumulation and objective, found other content");
        }
        return new CheckpointState(
                found.get("step").intValue(),
                found.get("seed").longValue(),
                found.get("accumulation").intValue(),
                OldSpellings.objective(found.get("objective").stringValue()),
                found.path("revision").asString());
    }

    void write(Path checkpoint) {
        AtomicFile.write(file(checkpoint), JSON.writeValueAsString(this) + "\n");
    }

    /** True for states that one run leads to and from, whatever the step. */
    boolean isOfRun(CheckpointState other) {
        return seed == other.seed && accumulation == other.accumulation && objective.equals(other.objective);
    }

    private static Path file(Path checkpoint) {
        return checkpoint.resolve("state.json");
    }
}
