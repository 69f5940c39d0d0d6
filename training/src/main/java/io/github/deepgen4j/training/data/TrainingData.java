// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.model.weights.ConfigException;

/** Where a run's samples come from; {@code type} in the configuration file chooses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingData.FromFiles.class, name = "files"),
    @JsonSubTypes.Type(value = TrainingData.FromShapeWorld.class, name = "shapeworld")
})
public sealed interface TrainingData {
    /**
     * @param seed the same on all ranks
     * @param turns the micro-batches that will be asked for
     */
    Batches open(long seed, Turns turns);

    /** Data sets on disk. */
    record FromFiles(DataConfig files) implements TrainingData {
        @Override
        public Batches open(long seed, Turns turns) {
            return DataLoader.open(files, MultiSourceSampler.Rank.ONLY, new Seed(seed), turns::next);
        }
    }

    /**
     * Scenes that are drawn as they are needed: no files at all. Edits change the background.
     *
     * @param scenes categories of prompts
     * @param repeats micro-batches of prompts for each one of edits; 0 for no edits
     * @param batch samples to a micro-batch
     * @param unconditional share of prompts that become empty
     */
    record FromShapeWorld(ShapeWorldData scenes, int repeats, int batch, double unconditional) implements TrainingData {
        public FromShapeWorld {
            if (batch < 1 || repeats < 0 || !(unconditional >= 0 && unconditional <= 1)) {
                throw new ConfigException("shapeworld expected batch >= 1, repeats >= 0, unconditional 0..1, found "
                        + batch + ", " + repeats + ", " + unconditional);
            }
        }

        @Override
        public Batches open(long seed, Turns turns) {
            return new ShapeWorldBatches(this, new Seed(seed));
        }
    }
}
