// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scoring.EditScore;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeWorldTest {
    private final ShapeWorld heldOut = ShapeWorld.VERSIONS.getFirst();
    private final Options usual = Options.usual(heldOut.info());

    private static List<ShapeWorldItem> items(ShapeWorld benchmark, List<String> groups, int perGroup) {
        return benchmark.load(
                Path.of(""), Options.usual(benchmark.info()).withSelection(new Selection(groups, perGroup)));
    }

    private List<ShapeWorldItem> items(int perGroup, String... groups) {
        return items(heldOut, List.of(groups), perGroup);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aLargerSelectionOnlyAdds(int version) {
        ShapeWorld benchmark = ShapeWorld.VERSIONS.get(version);
        List<ShapeWorldItem> few = items(benchmark, List.of(), 3);
        assertThat(few).isEqualTo(items(benchmark, List.of(), 3)).isNotEmpty();
        List<ShapeWorldItem> more = items(benchmark, List.of(), 5);
        assertThat(more).containsAll(few);
        assertThat(more.stream().map(ShapeWorldItem::id)).doesNotHaveDuplicates();
        assertThat(more.stream().map(ShapeWorldItem::seedOffset)).doesNotHaveDuplicates();
    }

    @Test
    void promptsRepeatOnlyWhereThereAreNoOthers() {
        assertThat(items(60, "position", "edit_add").stream()
                        .map(ShapeWorldItem::example)
                        .map(example -> example.prompt() + example.source().map(Captions::of)))
                .doesNotHaveDuplicates();
        assertThat(items(10, "single").subList(0, 5).stream().map(ShapeWorldItem::prompt))
                .doesNotHaveDuplicates();
    }

    @Test
    void rightImagesOfLargerModelsPassToo() {
        for (ShapeWorldItem item : items(3)) {
            Image target = item.example().target();
            Verdict verdict = verdict(item, target);
            assertThat(verdict.passed()).as(item.prompt()).isTrue();
            assertThat(verdict.measures().values()).allMatch(value -> value == 1 || value == EditScore.PERFECT);
            Image large = Resize.resize(target, new Size(256, 256), Filter.BICUBIC);
            assertThat(verdict(item, large).passed()).as(item.prompt()).isTrue();
        }
    }

    /** The way of a run: the task's own program, its reply, the benchmark's reading of it. */
    private Verdict verdict(ShapeWorldItem item, Image image) {
        Task task = heldOut.tasks(item, new Drawn("0", new Picture.Made("made", () -> image)), usual)
                .getFirst();
        var measure = (Question.Measure) task.question();
        var reply = new Reply.Measured(measure.rule().apply(measure.picture()));
        return ((Parsed.Ok<Verdict>) heldOut.parse(item, task, Answer.first(reply), usual)).value();
    }

    @Test
    void editsHaveASourceAndACopyOfItAndOthersNone() {
        for (ShapeWorldItem item : items(1)) {
            SampleRequest request = heldOut.plan(item, heldOut.protocol()).getFirst();
            assertThat(request.source().isPresent()).isEqualTo(item.group().startsWith("edit_"));
            request.source()
                    .ifPresent(source -> assertThat(source.image().size()).hasToString("64x64"));
            assertThat(heldOut.artifacts(item).stream().anyMatch(Artifact.Side.class::isInstance))
                    .isEqualTo(item.edits());
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
    void unknownGroupsAreExplained() {
        assertThatThrownBy(() -> items(1, "absent"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("edit_move");
    }
}
