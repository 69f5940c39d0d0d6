// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconLabelsTest {
    @Test
    void everyDrawingHasItsWord() {
        IconLabels labels = IconLabels.read(Path.of("../configs/icon-detector"));
        List<Path> folders = Stream.of("fluent-emoji", "fluent-emoji-flat", "noto", "twemoji", "words")
                .map(Path.of("../testdata/icons")::resolve)
                .toList();
        List<String> words = labels.words();
        assertThat(words).doesNotHaveDuplicates().hasSize(1640 * 4 * IconLabels.TONES);
        assertThat(labels.rows()).isEqualTo(1640 + 1 + 4 + IconLabels.TONES);
        for (Icon icon : Catalogue.read(folders).icons()) {
            assertThat(words).contains(icon.label());
            assertThat(labels.things().get(labels.thing(icon))).isEqualTo(icon.thing());
            assertThat(labels.styles().get(labels.style(icon))).isEqualTo(icon.style());
        }
        Icon stranger = new Icon("abc", "crayon", 0, "zeppelin", "");
        assertThat(labels.thing(stranger)).isNegative();
        assertThat(labels.style(stranger)).isNegative();
    }

    @Test
    void aFileWithoutThingsIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve(IconLabels.FILE), "{\"things\": [\"1f431\", \"1f431\"], \"styles\": [\"noto\"]}");
        assertThatThrownBy(() -> IconLabels.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("engine.json")
                .hasMessageContaining("things")
                .hasMessageContaining("different code points");
        Files.writeString(folder.resolve(IconLabels.FILE), "{\"things\": [\"1f431\"]}");
        assertThatThrownBy(() -> IconLabels.read(folder)).hasMessageContaining("styles");
    }
}
