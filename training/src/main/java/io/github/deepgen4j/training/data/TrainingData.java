// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source of a run's samples; {@code type} in the configuration file chooses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface TrainingData {
    /**
     * @param seed the same on all ranks
     * @param turns the micro-batches that will be asked for
     * @param limits of the model that takes the samples
     * @param skipped told of data that the run does not learn from, by any thread
     */
    Batches open(long seed, Turns turns, Limits limits, Omissions skipped);

    /** True if a run sees the same prepared images again and again. */
    boolean repeatsImages();

    /** The first captions of images, at most so many; none of edits. */
    List<String> captions(int most);

    /** True for images that somebody gave, not generated ones. */
    default boolean given() {
        return false;
    }

    /** The largest micro-batch, as far as the configuration tells. */
    Largest largest();

    /**
     * @param side of a square of as many pixels as the images have; empty where the model's own size is meant
     * @param references at most this many with each sample
     */
    record Largest(Optional<Integer> side, int batch, int references) {}

    /** Data sets on disk. */
    record FromFiles(DataConfig files) implements TrainingData {
        @Override
        public Batches open(long seed, Turns turns, Limits limits, Omissions skipped) {
            return DataLoader.open(files, new Seed(seed), turns::next, limits, skipped);
        }

        @Override
        public Largest largest() {
            int batch = files.groups().stream()
                    .mapToInt(DataConfig.GroupConfig::batch)
                    .max()
                    .orElseThrow();
            int references = files.groups().stream()
                    .flatMap(group -> group.sources().stream())
                    .mapToInt(source -> source.mostReferences(files.maxRefs()))
                    .max()
                    .orElse(0);
            return new Largest(Optional.of(files.image().size()), batch, references);
        }

        @Override
        public boolean repeatsImages() {
            return files.image().mode() != ImageProcess.Mode.CROP2SQUARE;
        }

        @Override
        public List<String> captions(int most) {
            return FirstCaptions.of(files, most);
        }

        @Override
        public boolean given() {
            return true;
        }
    }

    /**
     * Scenes that are drawn as they are needed: no files at all. A micro-batch holds prompts only or edits only.
     *
     * @param scenes kinds of prompts and of edits; the weights of each sort are relative to one another
     * @param repeats micro-batches of prompts for each one of edits; 0 where there is one sort only
     * @param batch samples to a micro-batch
     * @param unconditional share of prompts that become empty
     */
    record FromShapeWorld(ShapeWorldData scenes, int repeats, int batch, double unconditional) implements TrainingData {
        public FromShapeWorld {
            require(batch >= 1, "batch", "1 or more", batch);
            require(repeats >= 0, "repeats", "0 or more", repeats);
            require(unconditional >= 0 && unconditional <= 1, "unconditional", "0 to 1", unconditional);
            boolean both = scenes.only(Category.class).isPresent()
                    && scenes.only(Edit.class).isPresent();
            List<String> kinds = scenes.kinds().stream().map(Kind::word).toList();
            String expected = "1 or more with prompts and edits, 0 with one of them only";
            require(both == repeats > 0, "repeats", expected, repeats + " and " + kinds);
        }

        @Override
        public Batches open(long seed, Turns turns, Limits limits, Omissions skipped) {
            return new ShapeWorldBatches(this, new Seed(seed));
        }

        @Override
        public Largest largest() {
            return new Largest(Optional.empty(), batch, scenes.only(Edit.class).isPresent() ? 1 : 0);
        }

        @Override
        public boolean repeatsImages() {
            return false;
        }

        @Override
        public List<String> captions(int most) {
            return scenes.only(Category.class).stream()
                    .flatMap(prompts -> prompts.draw(most, new Seed(0).random()).stream())
                    .map(Example::prompt)
                    .toList();
        }
    }

    /**
     * Icons and shapes that are drawn as they are needed. A micro-batch holds prompts only or edits only.
     *
     * @param shapes share of samples that are scenes of ShapeWorld instead, of all kinds, at the same size
     * @param repeats micro-batches of prompts for each one of edits; 0 where there is one sort only
     * @param batch samples to a micro-batch
     * @param unconditional share of prompts that become empty
     */
    record FromIcons(IconData icons, double shapes, int repeats, int batch, double unconditional)
            implements TrainingData {
        public FromIcons {
            if (batch < 1
                    || repeats < 0
                    || !(shapes >= 0 && shapes < 1)
                    || !(unconditional >= 0 && unconditional <= 1)) {
                throw new ConfigException(
                        "icons expected batch >= 1, repeats >= 0, shapes 0..1 (below 1), unconditional 0..1, found "
                                + batch + ", " + repeats + ", " + shapes + ", " + unconditional);
            }
            boolean both =
                    !icons.weights(false).isEmpty() && !icons.weights(true).isEmpty();
            if (both != repeats > 0) {
                throw new ConfigException("icons expected repeats >= 1 with prompts and edits, 0 with one of them only,"
                        + " found repeats " + repeats + " and "
                        + icons.weights().keySet().stream().map(IconKind::word).toList());
            }
        }

        /** All kinds of ShapeWorld alike; empty if none of it is mixed in. */
        Optional<ShapeWorldData> scenes() {
            return shapes == 0
                    ? Optional.empty()
                    : Optional.of(
                            new ShapeWorldData(Kind.ALL.stream().collect(Collectors.toMap(kind -> kind, _ -> 1.0))));
        }

        @Override
        public Batches open(long seed, Turns turns, Limits limits, Omissions skipped) {
            return new IconBatches(this, new Seed(seed));
        }

        @Override
        public Largest largest() {
            return new Largest(
                    Optional.of(icons.size()), batch, icons.weights(true).isEmpty() ? 0 : 1);
        }

        @Override
        public boolean repeatsImages() {
            return false;
        }

        @Override
        public List<String> captions(int most) {
            IconExamples examples = icons.open();
            Map<IconKind, Double> prompts = examples.possible(icons.weights(false));
            RandomGenerator random = new Seed(0).random();
            return prompts.isEmpty()
                    ? List.of()
                    : Stream.generate(() -> examples.example(prompts, icons.languages(), random)
                                    .prompt())
                            .limit(most)
                            .toList();
        }
    }
}
