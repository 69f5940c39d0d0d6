// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IconsTest {
    private static final Path DATA = Path.of("../testdata/icons");

    private static List<IconItem> load(Icons icons, String language, int perGroup) {
        Options usual = Options.usual(icons.info()).withLanguage(language);
        return icons.load(DATA, usual.withSelection(new Selection(List.of(), perGroup)));
    }

    @Test
    void everyKindIsAskedAndTheRightImagePasses() {
        List<IconItem> items = load(Icons.VERSIONS.getFirst(), "en", 2);
        assertThat(items.stream().map(IconItem::group).distinct()).hasSize(IconKind.values().length);
        assertThat(items.stream().map(IconItem::id)).doesNotHaveDuplicates();
        assertThat(items.stream().map(IconItem::seedOffset)).doesNotHaveDuplicates();
        for (IconItem item : items) {
            Image right = item.world().icons().render(item.example().scene());
            Verdict verdict = item.judge(right);
            assertThat(verdict.passed()).as(item.prompt()).isTrue();
            assertThat(Verdict.of(verdict.flat())).isEqualTo(verdict);
        }
    }

    @Test
    void aLargerSelectionOnlyAdds() {
        List<String> few = load(Icons.VERSIONS.getFirst(), "de", 1).stream()
                .map(IconItem::prompt)
                .toList();
        assertThat(load(Icons.VERSIONS.getFirst(), "de", 3).stream().map(IconItem::prompt))
                .containsAll(few);
        assertThat(load(Icons.VERSIONS.getFirst(), "en", 1).stream().map(IconItem::prompt))
                .isNotEqualTo(few);
    }

    @Test
    void everyVersionAndLanguageHasItems() {
        for (Icons version : Icons.VERSIONS) {
            for (String language : version.info().languages()) {
                assertThat(load(version, language, 1))
                        .as(version.info().word() + " " + language)
                        .isNotEmpty();
            }
        }
    }

    /** The detector judges the things, at their places and in their styles, and the program all else. */
    @Test
    void aDetectorsAnswersCount() {
        Icons icons = Icons.VERSIONS.getFirst();
        Options options = Options.usual(icons.info()).withJudge("detector");
        Size size = new Size(192, 192);
        for (IconItem item : load(icons, "en", 1)) {
            Picture picture = new Picture.Made(
                    "drawn.png",
                    () -> item.world().icons().render(item.example().scene()));
            List<Task> tasks = icons.tasks(item, new Drawn("0", picture), options);
            assertThat(tasks).hasSize(2);
            Map<String, Double> measured =
                    ((Question.Measure) tasks.getFirst().question()).rule().apply(picture);
            assertThat(measured).containsEntry("passed", 1.0).containsEntry("things_by_pixels", 1.0);
            Question.Detect asked = (Question.Detect) tasks.getLast().question();
            List<Reply.Seen> right = new ArrayList<>();
            List<Reply.Seen> elsewhere = new ArrayList<>();
            List<Reply.Seen> otherwise = new ArrayList<>();
            for (Placed placed : item.example().scene().things()) {
                Icon icon = placed.icon();
                assertThat(asked.classes()).contains(icon.label());
                right.add(seen(icon.label(), placed, 1, size));
                elsewhere.add(seen(icon.label(), placed, 0.6, size));
                otherwise.add(seen(Icon.label(icon.thing(), icon.tone(), "crayon"), placed, 1, size));
            }
            assertThat(item.judgeThings(right, size)).matches(Verdict::passed);
            assertThat(item.judgeThings(elsewhere, size).measures())
                    .containsEntry("things", 0.0)
                    .containsEntry("styles", 0.0);
            assertThat(item.judgeThings(otherwise, size).measures())
                    .containsEntry("things", 1.0)
                    .containsEntry("styles", 0.0);
            assertThat(item.judgeThings(otherwise, size).passed()).isFalse();
        }
    }

    private static Reply.Seen seen(String label, Placed placed, double scale, Size size) {
        double half = placed.size() * scale / 2;
        return new Reply.Seen(
                label,
                (float) ((placed.x() - half) * size.width()),
                (float) ((placed.y() - half) * size.height()),
                (float) ((placed.x() + half) * size.width()),
                (float) ((placed.y() + half) * size.height()),
                1,
                "");
    }

    @Test
    void aPicturePassesWithBothAnswersOnly() {
        Icons icons = Icons.VERSIONS.getFirst();
        Options options = Options.usual(icons.info()).withJudge("detector");
        List<IconItem> items = load(icons, "en", 1).subList(0, 3);
        List<Outcome<Verdict>> outcomes = new ArrayList<>();
        boolean[][] passed = {{true, true}, {true, false}};
        for (int i = 0; i < passed.length; i++) {
            for (int task = 0; task < 2; task++) {
                outcomes.add(Outcome.of(
                        items.get(i).id(), "0", "task " + task, new Verdict(passed[i][task], Map.of("m" + task, 1.0))));
            }
        }
        outcomes.add(Outcome.of(items.get(2).id(), "0", "task 0", new Verdict(true, Map.of()))); // not yet seen
        Summary summary = icons.aggregate(items, new Outcomes<>(outcomes), options);
        assertThat(summary.headline()).hasValue(0.5);
        assertThat(summary.contributions()).hasSize(2);
        assertThat(summary.figures().stream().map(Figure::measure)).contains("m0", "m1");
    }

    @Test
    void aMissingFolderOrGroupIsNamed() {
        Icons icons = Icons.VERSIONS.getFirst();
        Options usual = Options.usual(icons.info());
        assertThatThrownBy(() -> icons.load(Path.of(""), usual))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--data DIR: expected a folder of icons and words");
        assertThatThrownBy(() -> icons.load(Path.of("nowhere"), usual)).hasMessageContaining("nowhere: expected");
        assertThatThrownBy(() -> icons.load(DATA, usual.withSelection(new Selection(List.of("zeppelin"), 1))))
                .hasMessageContaining("expected groups among single")
                .hasMessageContaining("found zeppelin".toLowerCase(Locale.ROOT));
    }
}
