// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Benchmark.Group;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Judgement.Verdict;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeWorldTest {
    private final ShapeWorld benchmark = new ShapeWorld();

    private List<Item> items(String split, int perGroup) {
        List<String> groups = benchmark.groups(split).stream().map(Group::name).toList();
        return benchmark.items(new Selection(split, groups, perGroup));
    }

    @ParameterizedTest
    @ValueSource(strings = {"held-out", "composition"})
    void aLargerSelectionOnlyAdds(String split) {
        List<Item> few = items(split, 3);
        assertThat(few).isEqualTo(items(split, 3)).isNotEmpty();
        assertThat(items(split, 5)).containsAll(few);
        assertThat(few.stream().map(Item::seedOffset)).doesNotHaveDuplicates();
    }

    @Test
    void promptsRepeatOnlyWhereThereAreNoOthers() {
        List<Item> items = benchmark.items(new Selection("held-out", List.of("position", "edit_add"), 60));
        assertThat(items.stream()
                        .map(item -> ((ShapeWorldItem) item).example())
                        .map(example -> example.prompt() + example.source().map(Captions::of)))
                .doesNotHaveDuplicates();
        List<Item> single = benchmark.items(new Selection("held-out", List.of("single"), 10));
        assertThat(single.subList(0, 5).stream().map(Item::prompt)).doesNotHaveDuplicates();
    }

    @Test
    void rightImagesOfLargerModelsPassToo() {
        for (Item item : items("held-out", 3)) {
            Image target = ((ShapeWorldItem) item).example().target();
            Verdict judgement = verdict(item, target);
            assertThat(judgement.passed()).as(item.prompt()).isTrue();
            assertThat(judgement.measures().values()).allMatch(value -> value == 1 || value == EditScore.PERFECT);
            Image large = Resize.resize(target, new Size(256, 256), Filter.BICUBIC);
            assertThat(verdict(item, large).passed()).as(item.prompt()).isTrue();
        }
    }

    private Verdict verdict(Item item, Image image) {
        return (Verdict) benchmark
                .scorer()
                .score(List.of(new Drawn.InMemory(item, image)))
                .getFirst();
    }

    @Test
    void editsHaveAReferenceAndOthersNone() {
        for (Item item : items("held-out", 1)) {
            assertThat(item.edits()).isEqualTo(item.group().startsWith("edit_"));
            if (item.edits()) {
                assertThat(benchmark.reference(item).size()).hasToString("64x64");
            } else {
                assertThatThrownBy(() -> benchmark.reference(item)).hasMessageContaining("expected an edit");
            }
        }
    }

    @Test
    void aValidationAsksTheSameEachTimeAndRightImagesPass() {
        ValidationSet asked = ValidationSet.heldOut(Kind.ALL, 3, 5);
        assertThat(asked).isEqualTo(ValidationSet.heldOut(Kind.ALL, 3, 5));
        List<Image> images = asked.examples().stream().map(Example::target).toList();
        assertThat(asked.measures(images).values()).allMatch(value -> value == 1);
        assertThatThrownBy(() -> asked.measures(images.subList(1, 3))).hasMessageContaining("found 2");
    }

    @Test
    void unknownWordsAreExplained() {
        assertThatThrownBy(() -> benchmark.groups("train")).hasMessageContaining("held-out");
        assertThatThrownBy(() -> benchmark.items(new Selection("held-out", List.of("absent"), 1)))
                .hasMessageContaining("edit_move");
    }
}
