// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShapeWorldBatchesTest {
    private static final Map<Kind, Double> BOTH = Map.of(Category.SINGLE, 1.0, Edit.BACKGROUND, 3.0, Edit.REMOVE, 1.0);

    private static TrainingData.FromShapeWorld data(Map<Kind, Double> weights, int repeats, double unconditional) {
        return new TrainingData.FromShapeWorld(new ShapeWorldData(weights), repeats, 40, unconditional);
    }

    @Test
    void aMicroBatchIsAllEditsOrAllPrompts() {
        try (Batches batches = data(BOTH, 2, 0).open(7, new Turns(1, 0, 1), Limits.NONE, _ -> {})) {
            assertThat(batches.cycle()).isEqualTo(3);
            for (int n = 0; n < 6; n++) {
                SampleType type = n % 3 == 0 ? SampleType.IMAGE_TO_IMAGE : SampleType.TEXT_TO_IMAGE;
                Batch batch = batches.batch(n);
                assertThat(batch.type()).isEqualTo(type);
                assertThat(batch.samples()).hasSize(40).allMatch(sample -> sample.type() == type);
            }
        }
    }

    @Test
    void editsChangeWhatTheySayInTheGivenShares() {
        try (Batches batches = data(BOTH, 1, 1).open(7, new Turns(1, 0, 1), Limits.NONE, _ -> {})) {
            Batch edits = batches.batch(0);
            long backgrounds = edits.samples().stream()
                    .filter(sample -> sample.text().contains("background"))
                    .count();
            assertThat(backgrounds).isBetween(22L, 38L); // 30 of 40
            assertThat(edits.samples())
                    .allMatch(sample -> sample.references().size() == 1)
                    .noneMatch(sample -> sample.target()
                            .sha256()
                            .equals(sample.references().getFirst().sha256()))
                    .noneMatch(sample -> sample.text().isEmpty()); // only prompts are left out
            assertThat(batches.batch(1).samples())
                    .allMatch(sample -> sample.text().isEmpty());
        }
    }

    @Test
    void compositionIsTrainedWithoutThePairsItIsMeasuredWith() {
        ExampleSet benchmark = new ExampleSet(Map.of(Category.COLOUR, 1.0), Split.COMPOSITION, 1);
        List<String> measured = LongStream.range(0, 400)
                .mapToObj(i -> benchmark.get(i).prompt())
                .toList();
        assertThat(prompts(Split.TRAIN)).containsAnyElementsOf(measured);
        assertThat(prompts(Split.COMPOSITION_TRAIN)).hasSize(400).doesNotContainAnyElementsOf(measured);
        assertThatThrownBy(() -> new ShapeWorldData(BOTH, Split.HELD_OUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "split expected train or composition-train (models are measured with the others), found"
                                + " held-out");
    }

    /** The prompts of ten micro-batches. */
    private static List<String> prompts(Split split) {
        ShapeWorldData scenes = new ShapeWorldData(Map.of(Category.COLOUR, 1.0), split);
        try (Batches batches =
                new TrainingData.FromShapeWorld(scenes, 0, 40, 0).open(7, new Turns(1, 0, 1), Limits.NONE, _ -> {})) {
            return LongStream.range(0, 10)
                    .mapToObj(batches::batch)
                    .flatMap(batch -> batch.samples().stream())
                    .map(Sample::text)
                    .toList();
        }
    }

    @Test
    void oneSortAloneHasNoTurns() {
        try (Batches batches =
                data(Map.of(Category.COUNT, 1.0), 0, 0).open(7, new Turns(1, 0, 1), Limits.NONE, _ -> {})) {
            assertThat(batches.cycle()).isEqualTo(1);
            assertThat(batches.batch(0).type()).isEqualTo(SampleType.TEXT_TO_IMAGE);
        }
        try (Batches batches = data(Map.of(Edit.ADD, 1.0), 0, 0).open(7, new Turns(1, 0, 1), Limits.NONE, _ -> {})) {
            assertThat(batches.batch(1).type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
        }
        assertThatThrownBy(() -> data(Map.of(Category.COUNT, 1.0), 2, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found 2 and [count]");
        assertThatThrownBy(() -> data(BOTH, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found 0 and");
    }
}
