// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
            Verdict verdict = item.world().judge(item.example(), right);
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
