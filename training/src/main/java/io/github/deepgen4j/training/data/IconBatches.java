// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Samples of {@link TrainingData.FromIcons}: a turn of edits, then the turns of prompts. */
final class IconBatches implements Batches {
    private final TrainingData.FromIcons config;
    private final IconExamples icons;
    private final Map<IconKind, Double> prompts;
    private final Map<IconKind, Double> edits;
    private final Seed seed;

    IconBatches(TrainingData.FromIcons config, Seed seed) {
        this.config = config;
        this.icons = config.icons().open();
        this.prompts = icons.possible(config.icons().weights(false));
        this.edits = icons.possible(config.icons().weights(true));
        this.seed = seed.with(1); // noise levels are drawn from the seed itself: what is shown must not depend on them
    }

    @Override
    public Batch batch(long number) {
        RandomGenerator random = seed.with(number).random();
        boolean ofEdits = prompts.isEmpty() || !edits.isEmpty() && number % cycle() == 0;
        List<Sample> samples = new ArrayList<>();
        while (samples.size() < config.batch()) {
            samples.add(
                    random.nextDouble() < config.shapes()
                            ? shapes(ofEdits, number, random)
                            : icons(ofEdits, number, random));
        }
        return new Batch(number, samples.getFirst().type(), samples);
    }

    private Sample icons(boolean ofEdits, long number, RandomGenerator random) {
        IconExamples.Drawn drawn = config.icons().draw(icons, ofEdits ? edits : prompts, random);
        return sample(drawn.example().prompt(), drawn.target(), drawn.reference(), number, random);
    }

    private Sample shapes(boolean ofEdits, long number, RandomGenerator random) {
        ShapeWorldData data = config.scenes()
                .flatMap(scenes -> scenes.only(ofEdits ? Edit.class : Category.class))
                .orElseThrow();
        Example example = data.draw(1, random).getFirst();
        return sample(
                example.prompt(), resized(example.target()), example.reference().map(this::resized), number, random);
    }

    private Image resized(Image image) {
        int size = config.icons().size();
        return image.width() == size ? image : Resize.resize(image, new Size(size, size), Filter.BICUBIC);
    }

    private Sample sample(String prompt, Image target, Optional<Image> reference, long number, RandomGenerator random) {
        boolean edit = reference.isPresent();
        return new Sample(
                edit ? SampleType.IMAGE_TO_IMAGE : SampleType.TEXT_TO_IMAGE,
                !edit && random.nextDouble() < config.unconditional() ? "" : prompt,
                target,
                reference.stream().toList(),
                "micro-batch " + number);
    }

    @Override
    public int cycle() {
        return config.repeats() + 1;
    }

    @Override
    public void close() {}
}
