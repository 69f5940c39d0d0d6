// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The training data {@code type: icons}, over sixteen things in four styles. */
class IconBatchesTest {
    private static final Path FOLDER = Path.of("../testdata/icons");
    private static final Map<String, String> STYLES =
            Map.of("fluent-emoji", "3D", "fluent-emoji-flat", "flat", "noto", "Noto", "twemoji", "Twemoji");
    private static final Map<IconKind, Double> BOTH = Map.of(IconKind.SINGLE, 1.0, IconKind.EDIT_MOVE, 1.0);
    private static final Map<IconKind, Double> PROMPTS = Map.of(IconKind.SINGLE, 1.0);

    private static IconData icons(IconSplit split, Map<IconKind, Double> weights, Language language) {
        List<Path> folders = Stream.of("fluent-emoji", "fluent-emoji-flat", "noto", "twemoji", "words")
                .map(FOLDER::resolve)
                .toList();
        return new IconData(folders, 32, split, weights, Set.of(language), Map.of());
    }

    private static Batches open(TrainingData data, long seed) {
        return data.open(seed, new Turns(1, 0, 1), Limits.NONE, _ -> {});
    }

    private static List<Sample> samples(TrainingData data, int batches) {
        try (Batches open = open(data, 3)) {
            return LongStream.range(0, batches)
                    .mapToObj(i -> open.batch(i).samples())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private static List<String> shown(Batch batch) {
        return batch.samples().stream()
                .map(sample -> sample.type() + " " + sample.text() + " "
                        + sample.target().sha256()
                        + sample.references().stream()
                                .map(reference -> " " + reference.sha256())
                                .toList())
                .toList();
    }

    @Test
    void aMicroBatchFollowsFromTheSeedAndItsNumberAlone() {
        TrainingData data = new TrainingData.FromIcons(icons(IconSplit.TRAIN, BOTH, Language.EN), 0.3, 2, 3, 0.2);
        try (Batches one = open(data, 7);
                Batches other = open(data, 7);
                Batches third = open(data, 8)) {
            List<List<String>> forward = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                forward.add(shown(one.batch(i)));
            }
            for (int i = 5; i >= 0; i--) {
                assertThat(shown(other.batch(i))).as("batch %d", i).isEqualTo(forward.get(i));
            }
            assertThat(shown(third.batch(0))).isNotEqualTo(forward.get(0));
            assertThat(new HashSet<>(forward)).hasSize(6);
        }
    }

    @Test
    void oneMicroBatchOfEditsComesToEachRepeatsOfPrompts() {
        TrainingData data = new TrainingData.FromIcons(icons(IconSplit.TRAIN, BOTH, Language.EN), 0, 2, 2, 0);
        try (Batches batches = open(data, 3)) {
            assertThat(batches.cycle()).isEqualTo(3);
            for (int i = 0; i < 7; i++) {
                Batch batch = batches.batch(i);
                assertThat(batch.type()).isEqualTo(i % 3 == 0 ? SampleType.IMAGE_TO_IMAGE : SampleType.TEXT_TO_IMAGE);
                assertThat(batch.samples()).hasSize(2).allSatisfy(sample -> {
                    assertThat(sample.type()).isEqualTo(batch.type());
                    assertThat(sample.target().width()).isEqualTo(32);
                });
            }
        }
    }

    @Test
    void promptsBecomeEmptyInTheirShareAndEditsNever() {
        IconData icons = icons(IconSplit.TRAIN, BOTH, Language.EN);
        List<Sample> some = samples(new TrainingData.FromIcons(icons, 0, 2, 4, 0.25), 120);
        List<Sample> prompts = some.stream()
                .filter(sample -> sample.type() == SampleType.TEXT_TO_IMAGE)
                .toList();
        double empty =
                prompts.stream().filter(sample -> sample.text().isEmpty()).count() / (double) prompts.size();
        assertThat(empty).isBetween(0.15, 0.35);
        assertThat(some)
                .filteredOn(sample -> !prompts.contains(sample))
                .noneMatch(sample -> sample.text().isEmpty());
        assertThat(samples(new TrainingData.FromIcons(icons, 0, 2, 4, 0), 9))
                .noneMatch(sample -> sample.text().isEmpty());
        assertThat(samples(new TrainingData.FromIcons(icons, 0, 2, 4, 1), 9))
                .filteredOn(sample -> sample.type() == SampleType.TEXT_TO_IMAGE)
                .allMatch(sample -> sample.text().isEmpty());
    }

    /** Icons are named in Chinese here, shapes in English. */
    @Test
    void shapesTakeTheirShareAtTheSameSize() {
        IconData icons = icons(IconSplit.TRAIN, PROMPTS, Language.ZH);
        List<Sample> half = samples(new TrainingData.FromIcons(icons, 0.5, 0, 4, 0), 100);
        long shapes = half.stream()
                .filter(sample -> sample.text().codePoints().noneMatch(Character::isIdeographic))
                .count();
        assertThat(shapes / (double) half.size()).isBetween(0.4, 0.6);
        assertThat(half).allMatch(sample -> sample.target().width() == 32);
        assertThat(samples(new TrainingData.FromIcons(icons, 0, 0, 4, 0), 10))
                .allMatch(sample -> sample.text().codePoints().anyMatch(Character::isIdeographic));
    }

    @Test
    void trainingNeverShowsAThingInTheStyleThatIsKept() {
        IconData kept = icons(IconSplit.PAIRS, PROMPTS, Language.EN);
        IconExamples examples = kept.open();
        RandomGenerator random = new Seed(1).random();
        Set<String> held = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Placed placed = kept.draw(examples, PROMPTS, random)
                    .example()
                    .scene()
                    .things()
                    .getFirst();
            held.add(placed.icon().thing() + " " + placed.icon().style());
        }
        assertThat(held).hasSize(4); // a quarter of sixteen things, each in one style
        assertThat(pairs(
                        new TrainingData.FromIcons(kept, 0, 0, 4, 0),
                        examples.catalogue().things()))
                .as("read out of prompts")
                .isEqualTo(held);
        TrainingData train = new TrainingData.FromIcons(icons(IconSplit.TRAIN, PROMPTS, Language.EN), 0, 0, 4, 0);
        assertThat(pairs(train, examples.catalogue().things()))
                .hasSizeGreaterThan(30)
                .doesNotContainAnyElementsOf(held);
    }

    @Test
    void captionsAreThePromptsOfTheSplit() {
        TrainingData prompts = new TrainingData.FromIcons(icons(IconSplit.TRAIN, BOTH, Language.EN), 0, 1, 4, 0.5);
        assertThat(prompts.captions(30)).hasSize(30).noneMatch(String::isBlank).isEqualTo(prompts.captions(30));
        Map<IconKind, Double> edits = Map.of(IconKind.EDIT_MOVE, 1.0);
        assertThat(new TrainingData.FromIcons(icons(IconSplit.TRAIN, edits, Language.EN), 0, 0, 4, 0).captions(30))
                .isEmpty();
    }

    /**
     * Things with their styles, as English prompts for one thing say them; the first style where none is named. What
     * is called by a synonym is left out, since two things may share it.
     */
    private static Set<String> pairs(TrainingData data, List<Thing> things) {
        Set<String> pairs = new HashSet<>();
        for (Sample sample : samples(data, 120)) {
            String style = STYLES.entrySet().stream()
                    .filter(entry -> sample.text().contains(entry.getValue() + " style"))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("fluent-emoji");
            String text = sample.text().replaceAll("( on a [a-z]+|,) [a-z]+ background| on [a-z]+", "");
            things.stream()
                    .filter(thing -> text.matches("(.* )?" + thing.name() + "(,? .*)?"))
                    .max(Comparator.comparing(thing -> thing.name().length())) // a black cat is no cat
                    .ifPresent(thing -> pairs.add(thing.code() + " " + style));
        }
        return pairs;
    }
}
