// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataConfigFileTest {
    private static final String SHORTEST = """
        groups:
          - {repeats: 1, batch: 4, sources: [{format: edit, data_path: e.json}]}
          - repeats: 3
            batch: 2
            sources:
              - {format: caption, data_path: c, image_folder: i, cap_folder: a}
              - {format: t2i_sft, data_path: t.json, image_folder: i}
        """;

    @TempDir
    private Path folder;

    private DataConfig read(String yaml) {
        return DataConfigFile.read(TestData.text(folder.resolve("data.yaml"), yaml));
    }

    @Test
    void whatIsLeftOutIsTheReferences() {
        DataConfig config = read(SHORTEST);
        assertThat(config.image()).isEqualTo(ImageProcess.REFERENCE);
        assertThat(config.checks()).isEqualTo(ImageChecks.REFERENCE);
        assertThat(config.text()).isEqualTo(DataConfig.Text.REFERENCE);
        assertThat(config.loader()).isEqualTo(DataConfig.Loader.DEFAULT);
        assertThat(config.maxRefs()).isEqualTo(1);
        assertThat(config.shuffle()).isTrue();
        assertThat(config.groups().get(1).sources())
                .containsExactly(
                        new SourceConfig.Caption(Path.of("c"), Path.of("i"), Path.of("a"), "caption"),
                        new SourceConfig.TextToImageSft(Path.of("t.json"), Path.of("i")));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        DataConfig config =
                read("image: {mode: crop2square, size: 64, unit: 16}\nshuffle: false\nmax_refs: 3\n" + SHORTEST);
        assertThat(DataConfigFile.write(config)).contains("format: t2i_sft", "data_path: t.json", "mode: crop2square");
        assertThat(read(DataConfigFile.write(config))).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: {mode: dynamic, size: 500} | image.size expected a multiple of unit, 32,",
                "image: {mode: zoom} | image.mode expected one of fix_pixels, dynamic, crop2square, resize2square",
                "imgae: 3 | imgae is unknown; did you mean image?",
                "max_refs: 0 | max_refs expected 1 or more, found 0",
                "checks: {longer_than: -1, ratio: 10, all: false} | checks.longer_than expected 0 or more, found -1",
                "text: {edit_unconditional: no} | text.edit_unconditional expected a number, found no"
            })
    void errorsNameTheField(String line, String named) {
        assertThatThrownBy(() -> read(line + "\n" + SHORTEST))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.yaml:1: ")
                .hasMessageContaining(named);
    }

    @Test
    void aGroupHasOneTypeAndEditsAreNotCropped() {
        Path edits = TestData.edits(folder.resolve("e"), 1);
        Path texts = TestData.t2i(folder.resolve("t"), 1);
        DataConfig mixed = read("""
            groups: [{repeats: 1, batch: 1, sources: [{format: edit, data_path: %s}, {format: t2i_sft, data_path: %s}]}]
            """.formatted(edits, texts));
        assertThatThrownBy(() -> Mix.open(mixed))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one type");
        DataConfig cropped = read("""
            image: {mode: crop2square, size: 64, unit: 32}
            groups: [{repeats: 1, batch: 1, sources: [{format: edit, data_path: %s}]}]
            """.formatted(edits));
        assertThatThrownBy(() -> Mix.open(cropped))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("crop2square");
    }
}
