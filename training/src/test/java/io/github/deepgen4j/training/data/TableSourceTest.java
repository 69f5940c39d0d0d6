// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Parquet files were written by pyarrow, the Arrow files from them by write_arrow.py beside them: 7 rows in groups
 * of 3; column image is a structure {bytes, path} as data set hubs write it, null in row 3 and no image in row 4;
 * caption is null in row 5; source is a column of bytes.
 */
class TableSourceTest {
    @TempDir
    private Path folder;

    private static Path file(String name) {
        return Path.of("..", "testdata", "tables", name);
    }

    private static Source open(SourceConfig config) {
        return config.open(ImageChecks.REFERENCE, 5);
    }

    private static Source guess(Path path) {
        return open(new SourceGuess(null, null, null).of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snappy.parquet",
                "zstd.parquet",
                "stream.arrow",
                "legacy.arrow",
                "wide.arrow",
                "wide4.arrow",
                "polars.arrow",
                "lz4.feather",
                "zstd.feather"
            })
    void anyRowCanBeRead(String name) {
        try (Source source = guess(file(name))) {
            assertThat(source.size()).isEqualTo(7);
            for (int row : new int[] {6, 0, 1, 2, 6, 2, 1}) {
                Sample sample = source.read(row);
                assertThat(sample.text()).isEqualTo("text " + row);
                assertThat(sample.target().size()).hasToString("96x96");
                assertThat(sample.target().rgb()[0] & 255).isEqualTo(20 * row);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy.parquet", "stream.arrow", "wide.arrow", "polars.arrow", "lz4.feather"})
    void badRowsAreBadAlone(String name) {
        Path file = file(name);
        try (Source source = guess(file)) {
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
        List<String> references = List.of("source");
        for (SourceConfig config : List.of(
                new SourceConfig.Parquet(file("zstd.parquet"), "image", references, "caption"),
                new SourceConfig.Arrow(file("wide.arrow"), "image", references, "caption"))) {
            try (Source source = open(config)) {
                Sample sample = source.read(1);
                assertThat(sample.type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
                assertThat(sample.references().getFirst().rgb()[0] & 255).isEqualTo(160);
            }
        }
    }

    @Test
    void aColumnOfAnyLayoutIsPassedOver() {
        try (Source source = open(new SourceConfig.Arrow(file("wide.arrow"), "image", List.of(), "view"))) {
            assertThat(source.read(1).text()).isEqualTo("a text longer than twelve bytes 1");
            assertThat(source.read(6).text()).isEqualTo("a text longer than twelve bytes 6");
            assertThatThrownBy(() -> source.read(2)).hasMessageContaining("column view expected a text, found null");
        }
        for (String column : List.of("list", "map", "word", "runs", "fixed_bytes", "dense", "absent")) {
            assertThatThrownBy(() -> open(new SourceConfig.Arrow(file("wide.arrow"), "image", List.of(), column)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("expected a column " + column + " of texts")
                    .hasMessageContaining("word Utf8 in a dictionary");
        }
    }

    @Test
    void filesOfAFolderAreTakenTogether() throws IOException {
        Files.copy(file("lz4.feather"), folder.resolve("b.feather"));
        Files.copy(file("stream.arrow"), folder.resolve("a.arrow"));
        TestData.text(folder.resolve("dataset_info.json"), "{}");
        Files.copy(file("zstd.feather"), folder.resolve("cache-1a2b.arrow"));
        try (Source source = guess(folder)) {
            assertThat(source.size()).isEqualTo(14);
            assertThat(source.read(8).where()).isEqualTo(folder.resolve("b.feather") + "[1]");
        }
    }

    @Test
    void aFolderOfSplitsIsRefusedByName() {
        TestData.text(folder.resolve("dataset_dict.json"), "{\"splits\": [\"train\"]}");
        assertThatThrownBy(() -> guess(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("name one of the folders in it");
    }

    @Test
    void manyThreadsReadTheSame() {
        for (String name : List.of("stream.arrow", "zstd.feather", "snappy.parquet")) {
            try (Source source = guess(file(name))) {
                List<String> texts = IntStream.range(0, 300)
                        .parallel()
                        .mapToObj(i -> source.read(i % 3).text())
                        .toList();
                assertThat(texts.subList(297, 300)).containsExactly("text 0", "text 1", "text 2");
            }
        }
    }

    @Test
    void wrongColumnsAndFilesCannotBeOpened() {
        Path parquet = file("snappy.parquet");
        Path arrow = file("stream.arrow");
        for (SourceConfig config : List.of(
                new SourceConfig.Parquet(parquet, "photo", List.of(), "caption"),
                new SourceConfig.Parquet(parquet, "id", List.of(), "caption"),
                new SourceConfig.Parquet(parquet, "image", List.of(), "words"),
                new SourceConfig.Arrow(arrow, "photo", List.of(), "caption"),
                new SourceConfig.Arrow(arrow, "id", List.of(), "caption"),
                new SourceConfig.Arrow(arrow, "image", List.of(), "words"))) {
            assertThatThrownBy(() -> open(config))
                    .isInstanceOf(DataException.class)
                    .message()
                    .containsPattern("found \\[id (INT64|Int), image.bytes (BYTE_ARRAY|Binary)");
        }
        for (String name : List.of("t.parquet", "t.arrow", "t.feather")) {
            assertThatThrownBy(() -> guess(TestData.text(folder.resolve(name), "no such file at all")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(name + ": not a");
        }
    }

    @Test
    void theUsualNamesOfColumnsAreFound() {
        SourceConfig parquet = new SourceGuess(null, null, null).of(file("captions.parquet"));
        try (Source source = parquet.open(ImageChecks.NONE, 1)) { // columns jpg and text
            assertThat(source.read(0).text()).isEqualTo("a red circle");
        }
        assertThatThrownBy(() -> guess(file("unusual.parquet")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected a column caption or text or prompt")
                .hasMessageContaining("found [words BYTE_ARRAY, pixels BYTE_ARRAY]")
                .hasMessageContaining("sources: [{format: parquet, data_path: " + file("unusual.parquet"));
        try (Source source = open(new SourceConfig.Arrow(file("stream.arrow"), "image.bytes", List.of(), null))) {
            assertThat(source.read(6).target().size()).hasToString("96x96");
        }
        try (Source source = open(new SourceConfig.Parquet(file("snappy.parquet"), "image.bytes", List.of(), null))) {
            assertThat(source.read(6).target().size()).hasToString("96x96");
        }
    }

    @Test
    void aCodecIsReadOrNamedWhenTheFileIsOpened() {
        SourceConfig parquet = new SourceConfig.Parquet(file("lz4.parquet"));
        try (Source source = parquet.open(ImageChecks.NONE, 1)) {
            assertThat(source.read(2).text()).isEqualTo("a red circle");
        }
        assertThatThrownBy(() -> guess(file("brotli.parquet")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column jpg is compressed with BROTLI, which is not read");
    }

    @Test
    void whatIsWrongWithAParquetFileIsToldOnce() throws IOException {
        byte[] whole = Files.readAllBytes(file("snappy.parquet"));
        byte[] encrypted = whole.clone();
        System.arraycopy("PARE".getBytes(StandardCharsets.US_ASCII), 0, encrypted, encrypted.length - 4, 4);
        byte[] longer = whole.clone();
        longer[longer.length - 6] = 0x7f;
        Map<byte[], String> files = Map.of(
                encrypted,
                "is encrypted",
                longer,
                "its footer is longer than it",
                Arrays.copyOf(whole, whole.length - 9),
                "cut short: PAR1 is missing at its end",
                new byte[0],
                "PAR1 is missing at its start");
        files.forEach((content, reason) -> {
            Path file = folder.resolve("x.parquet");
            assertThatThrownBy(() -> guess(Files.write(file, content)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining(reason);
        });
    }

    /** The library goes on for ever with a page that ends after its column. */
    @Test
    void aPageWithoutEndIsRefused() {
        try (Source source = guess(file("endless.parquet"))) {
            assertThatThrownBy(() -> source.read(0))
                    .isInstanceOf(BadSampleException.class)
                    .hasMessageContaining("endless.parquet[0]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy.parquet", "zstd.parquet", "captions.parquet", "lz4.parquet", "endless.parquet"})
    void damagedParquetFilesGiveRowsOrARefusal(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        var random = new Random(1);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            int place = i % 2 == 0 ? random.nextInt(damaged.length) : damaged.length - 1 - random.nextInt(600);
            damaged[place] ^= (byte) (1 << random.nextInt(8));
            try (Source source = guess(Files.write(folder.resolve("d.parquet"), damaged))) {
                source.read(0);
            } catch (DataException | BadSampleException e) {
                assertThat(e).hasMessageContaining("d.parquet").hasMessageNotContaining("(null");
            }
        }
    }
}
