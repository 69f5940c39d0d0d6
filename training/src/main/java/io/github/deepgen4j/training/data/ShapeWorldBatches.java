// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Samples of {@link TrainingData.FromShapeWorld}: a turn of edits, then the turns of prompts. */
final class ShapeWorldBatches implements Batches {
    private final TrainingData.FromShapeWorld config;
    private final Optional<ShapeWorldData> prompts;
    private final Optional<ShapeWorldData> edits;
    private final Seed seed;

    ShapeWorldBatches(TrainingData.FromShapeWorld config, Seed seed) {
        this.config = config;
        this.prompts = config.scenes().only(Category.class);
        this.edits = config.scenes().only(Edit.class);
        this.seed = seed.with(1); // noise levels are drawn from the seed itself: what is shown must not depend on them
    }

    @Override
    public Batch batch(long number) {
        RandomGenerator random = seed.with(number).random();
        ShapeWorldData due = turn(number % cycle() == 0); // the reference begins with edits, too
        List<Sample> samples = due.draw(config.batch(), random).stream()
                .map(example -> sample(example, number, random))
                .toList();
        return new Batch(number, samples.getFirst().type(), samples);
    }

    private ShapeWorldData turn(boolean ofEdits) {
        return ofEdits ? edits.or(() -> prompts).orElseThrow() : prompts.orElseThrow();
    }

    private Sample sample(Example example, long number, RandomGenerator random) {
        boolean edit = example.source().isPresent();
        String text = !edit && random.nextDouble() < config.unconditional() ? "" : example.prompt();
        return new Sample(
                edit ? SampleType.IMAGE_TO_IMAGE : SampleType.TEXT_TO_IMAGE,
                text,
                example.target(),
                example.reference().stream().toList(),
                "micro-batch " + number);
    }

    @Override
    public int cycle() {
        return config.repeats() + 1;
    }

    @Override
    public void close() {}
}
