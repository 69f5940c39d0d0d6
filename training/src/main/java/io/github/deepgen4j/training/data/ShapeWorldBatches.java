// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.evaluation.shapeworld.Colour;
import io.github.deepgen4j.evaluation.shapeworld.Example;
import io.github.deepgen4j.evaluation.shapeworld.Renderer;
import io.github.deepgen4j.evaluation.shapeworld.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Samples of {@link TrainingData.FromShapeWorld}: a turn of edits, then the turns of prompts. */
final class ShapeWorldBatches implements Batches {
    private final TrainingData.FromShapeWorld config;
    private final Seed seed;

    ShapeWorldBatches(TrainingData.FromShapeWorld config, Seed seed) {
        this.config = config;
        this.seed = seed;
    }

    @Override
    public Batch batch(long number) {
        RandomGenerator random = seed.with(number).random();
        boolean edits = config.repeats() > 0 && number % cycle() == 0; // the reference begins with edits, too
        List<Sample> samples = new ArrayList<>();
        for (Example task : config.scenes().draw(config.batch(), random)) {
            samples.add(edits ? edit(task, number, random) : prompt(task, number, random));
        }
        return new Batch(number, samples.getFirst().type(), samples);
    }

    private Sample prompt(Example task, long number, RandomGenerator random) {
        String text = random.nextDouble() < config.unconditional() ? "" : task.prompt();
        return new Sample(
                SampleType.TEXT_TO_IMAGE, text, Renderer.render(task.scene()), List.of(), "micro-batch " + number);
    }

    /** The same objects on a background of a colour that none of them has. */
    private static Sample edit(Example task, long number, RandomGenerator random) {
        Scene before = task.scene();
        List<Colour> free = Colour.BACKGROUNDS.stream()
                .filter(colour -> colour != before.background()
                        && before.objects().stream().noneMatch(object -> object.colour() == colour))
                .toList();
        Colour colour = free.get(random.nextInt(free.size()));
        return new Sample(
                SampleType.IMAGE_TO_IMAGE,
                "change the background to " + colour.word(),
                Renderer.render(new Scene(colour, before.objects())),
                List.of(Renderer.render(before)),
                "micro-batch " + number);
    }

    @Override
    public int cycle() {
        return config.repeats() + 1;
    }

    @Override
    public void close() {}
}
