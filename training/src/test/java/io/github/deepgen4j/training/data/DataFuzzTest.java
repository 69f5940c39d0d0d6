// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer's targets for data files; CONTRIBUTING.md says how to fuzz. In a build they read the kept inputs. */
class DataFuzzTest {
    private static final int MOST_ROWS = 8;

    @TempDir
    private static Path folder;

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreATarOrRefused(byte[] bytes) throws IOException {
        readAll(new SourceConfig.WebDataset(write("x.tar", bytes)));
    }

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAParquetFileOrRefused(byte[] bytes) throws IOException {
        readAll(new SourceConfig.Parquet(write("x.parquet", bytes)));
    }

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAListOrRefused(byte[] bytes) throws IOException {
        readAll(new SourceConfig.TextToImageSft(write("x.json", bytes), folder));
        readAll(new SourceConfig.Edit(write("x.jsonl", bytes), folder));
    }

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreATextOrRefused(byte[] bytes) {
        try {
            Caption caption = Caption.of(bytes, "x");
            assertThat(caption.text()).isEqualTo(caption.text().strip()).doesNotContain("\r", "\0");
            assertThat(Caption.of(caption.text(), "x").text()).isEqualTo(caption.text());
        } catch (BadSampleException e) {
            assertThat(e).hasMessageStartingWith("x: ");
        }
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void readAll(SourceConfig config) {
        try (Source source = config.open(ImageChecks.NONE, 2)) {
            for (int i = 0; i < Math.min(MOST_ROWS, source.size()); i++) {
                read(source, i);
            }
        } catch (DataException e) {
            assertThat(e).hasMessageStartingWith(folder.toString()).hasMessageNotContaining("(null");
        }
    }

    private static void read(Source source, int index) {
        try {
            source.read(index);
        } catch (BadSampleException e) {
            assertThat(e).hasMessageStartingWith(folder.toString()).hasMessageNotContaining("(null");
        }
    }
}
