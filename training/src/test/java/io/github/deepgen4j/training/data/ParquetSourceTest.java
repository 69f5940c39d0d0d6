// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files were written by pyarrow: 7 rows in groups of 3; column image is a structure {bytes, path} as data set hubs write
 * it, null in row 3 and no picture in row 4; caption is null in row 5; source is a column of bytes.
 */
class ParquetSourceTest {
    @TempDir
    private Path folder;

    private static Path file(String name) {
        try {
            return Path.of(ParquetSourceTest.class.getResource("/data/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Source open(SourceConfig.Parquet config) {
        return config.open(ImageChecks.REFERENCE, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy.parquet", "zstd.parquet"})
    void anyRowCanBeRead(String name) {
        try (Source source = open(new SourceConfig.Parquet(file(name), null, null, null))) {
            assertThat(source.size()).isEqualTo(7);
            for (int row : new int[] {6, 0, 2, 1}) {
                Sample sample = source.read(row);
                assertThat(sample.text()).isEqualTo("text " + row);
                assertThat(sample.target().size()).hasToString("96x96");
                assertThat(sample.target().rgb()[0] & 255).isEqualTo(20 * row);
            }
        }
    }

    @Test
    void badRowsAreBadAlone() {
        Path file = file("snappy.parquet");
        try (Source source = open(new SourceConfig.Parquet(file, null, null, null))) {
            String[] reasons = {"found null", "expected PNG", "caption expected a text"};
            for (int i = 0; i < reasons.length; i++) {
                int row = 3 + i;
                assertThatThrownBy(() -> source.read(row))
                        .isInstanceOf(BadSampleException.class)
                        .hasMessageContaining(file + "[" + row + "]")
                        .hasMessageContaining(reasons[i]);
            }
        }
    }

    @Test
    void referencesMakeAnEdit() {
        try (Source source =
                open(new SourceConfig.Parquet(file("zstd.parquet"), "image", List.of("source"), "caption"))) {
            Sample sample = source.read(1);
            assertThat(sample.type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
            assertThat(sample.references().getFirst().rgb()[0] & 255).isEqualTo(160);
        }
    }

    @Test
    void wrongColumnsAndFilesCannotBeOpened() {
        Path file = file("snappy.parquet");
        for (SourceConfig.Parquet config : List.of(
                new SourceConfig.Parquet(file, "picture", null, null),
                new SourceConfig.Parquet(file, "id", null, null),
                new SourceConfig.Parquet(file, null, null, "words"))) {
            assertThatThrownBy(() -> open(config))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("found [id INT64, image.bytes BYTE_ARRAY");
        }
        Path text = TestData.text(folder.resolve("t.parquet"), "no parquet file");
        assertThatThrownBy(() -> open(new SourceConfig.Parquet(text, null, null, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t.parquet");
    }
}
